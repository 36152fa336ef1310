"""What the MAG summary page shows: the bins of a metagenome."""

import dash
from dash import html

dash.register_page(__name__, path="/mag-summary", name="MAG summary")


def layout() -> html.Div:
    """Return the page."""
    return html.Div([html.H1("MAG summary")])
