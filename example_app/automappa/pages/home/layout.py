"""What the home page shows: the metagenomes in the database."""

import dash
from dash import html

from automappa.data.contigs import list_metagenomes

dash.register_page(__name__, path="/", name="Home")


def layout() -> html.Div:
    """Return the page."""
    rows = [html.Tr([html.Td(name), html.Td(n_contigs)]) for _, name, n_contigs in list_metagenomes()]
    head = html.Thead(html.Tr([html.Th("Metagenome"), html.Th("Contigs")]))
    return html.Div([html.H1("Metagenomes"), html.Table([head, html.Tbody(rows)], id="metagenomes")])
