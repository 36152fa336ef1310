"""The home page: the samples, files on their way in, and whether the queue answers."""

import dash
from dash import Dash, dcc, html

from automappa.components import clock
from automappa.components.errors import show_error
from automappa.data.errors import DatabaseUnavailableError
from automappa.pages.home import callbacks, source
from automappa.pages.home.components import badge, cards, upload

dash.register_page(__name__, path="/", name="Home")


def layout(**_query: str) -> html.Div:
    """Return the page."""
    head = html.Div([html.H1("Metagenomes"), badge.make_badge()], className="page-head")
    try:
        samples = cards.make_cards(source.list_cards())
    except DatabaseUnavailableError as error:
        samples = show_error(error)
    return html.Div(
        [
            clock.make_clock("home-clock", 1000),
            dcc.Store(id="my-ingestions", storage_type="session"),
            dcc.Store(id="samples-shown"),
            head,
            html.Div(samples, id="samples"),
            html.Div(id="ingestions"),
            upload.make_form(source.read_limit_mb()),
        ]
    )


def register_callbacks(app: Dash) -> None:
    """Connect the parts of the page."""
    callbacks.register_callbacks(app)
