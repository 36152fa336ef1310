"""The frame around each page: navigation, the chosen sample in the address, messages."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash
from dash import ALL, ClientsideFunction, Dash, Input, Output, State, dcc, html

from automappa.components import parts
from automappa.components.errors import MESSAGES

URL = "url"
CHOSEN = "chosen-sample"
CHOICE = "sample-choice"
DISMISS = "dismiss-message"


def make_frame() -> html.Div:
    """Return what stands around each page."""
    return html.Div(
        [
            html.A("Skip to the content", href="#content", className="skip"),
            dcc.Location(id=URL, refresh="callback-nav"),
            # The address decides which sample a page shows; the store remembers it for pages opened without.
            dcc.Store(id=CHOSEN, storage_type="local"),
            html.Header([html.A("Automappa", href="/", className="brand"), _make_navigation()]),
            html.Div(
                [html.Div(id=MESSAGES, role="alert"), html.Button("Dismiss", id=DISMISS, className="plain")],
                className="messages",
            ),
            html.Main(dash.page_container, id="content", tabIndex=-1),
            html.Footer("An example app of automappa-scaffold: Dash pages, Celery tasks."),
        ],
        className="app",
    )


def _make_navigation() -> html.Nav:
    links = [
        dcc.Link(page["name"], id=_link_id(page), href=page["relative_path"], className="page-link")
        for page in dash.page_registry.values()
    ]
    return html.Nav(links, id="pages", **parts.attributes(aria_label="Pages"))


def _link_id(page: Mapping[str, Any]) -> dict[str, str]:
    return {"link": page["relative_path"]}


def make_header(title: str, subtitle: str, samples: Sequence[tuple[int, str]], chosen: int) -> html.Div:
    """Return the head of a page about one sample, with a choice among all of them."""
    options = [{"label": name, "value": number} for number, name in samples]
    choice = dcc.Dropdown(options, chosen, id=CHOICE, clearable=False, searchable=len(options) > 8)
    words = html.Div([html.H1(title), html.P(subtitle, className="note")])
    return html.Div([words, parts.labelled("Sample", choice)], className="page-head")


def make_choice(title: str, path: str, samples: Sequence[tuple[int, str]], *, problem: str = "") -> html.Div:
    """Return a page about no sample yet: which ones there are, or where to get one."""
    if samples:
        links = [dcc.Link(name, href=f"{path}?metagenome={number}") for number, name in samples]
        lead = parts.empty_state(
            "Choose a sample", html.Ul([html.Li(link) for link in links]), id="choose-sample"
        )
    else:
        lead = parts.empty_state(
            "No sample yet", dcc.Link("Load one on the home page", href="/"), id="no-sample"
        )
    return html.Div([html.H1(title), *([parts.notice("warning", problem)] if problem else []), lead])


def register_callbacks(app: Dash) -> None:
    """Connect address, store and links; all of it runs in the browser."""
    app.clientside_callback(
        ClientsideFunction("shell", "remember"),
        Output(CHOSEN, "data"),
        Input(URL, "search"),
    )
    app.clientside_callback(
        ClientsideFunction("shell", "link"),
        Output({"link": ALL}, "href"),
        Output({"link": ALL}, "className"),
        Input(CHOSEN, "data"),
        Input(URL, "pathname"),
        State({"link": ALL}, "id"),
    )
    app.clientside_callback(
        ClientsideFunction("shell", "recall"),
        Output(URL, "search"),
        Input(URL, "pathname"),
        State(URL, "search"),
        State(CHOSEN, "data"),
    )
    app.clientside_callback(
        ClientsideFunction("shell", "clear"),
        Output(MESSAGES, "children"),
        Input(URL, "pathname"),
        Input(URL, "search"),
        Input(DISMISS, "n_clicks"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("shell", "choose"),
        Output(URL, "search", allow_duplicate=True),
        Input(CHOICE, "value"),
        State(URL, "search"),
        prevent_initial_call=True,
    )
