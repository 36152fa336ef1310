"""What the MAG refinement page shows: contigs as points."""

import dash
from dash import html

dash.register_page(__name__, path="/mag-refinement", name="MAG refinement")


def layout() -> html.Div:
    """Return the page."""
    return html.Div([html.H1("MAG refinement")])
