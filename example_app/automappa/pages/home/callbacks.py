"""What happens on the home page when somebody clicks, chooses a file, or time passes."""

from dataclasses import asdict
from typing import Any

from dash import ALL, MATCH, Dash, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from automappa.components import clock, parts
from automappa.components.errors import show_error
from automappa.data.errors import DatabaseUnavailableError, DataError, NotFoundError
from automappa.data.ingestion import IngestionStatus, read_ingestion, start_ingestion, start_sample
from automappa.data.uploads import save_upload
from automappa.pages.home import source
from automappa.pages.home.components import badge, cards
from automappa.pages.home.queue_probe import PENDING, Badge, Probe, send_probe, watch_probe

# A browser shows what became of its last files, not of all it ever sent.
_SHOWN = 3
# To count the bins of large samples takes a while, and is not done at each tick.
_CARDS_EVERY_MS = 3000


def register_callbacks(app: Dash) -> None:
    """Connect the parts of the home page."""
    app.callback(
        Output({"upload": "message", "kind": MATCH}, "children"),
        Output({"upload": "token", "kind": MATCH}, "data"),
        Output({"upload": "box", "kind": MATCH}, "contents"),
        Input({"upload": "box", "kind": MATCH}, "contents"),
        State({"upload": "box", "kind": MATCH}, "filename"),
        State({"upload": "box", "kind": MATCH}, "id"),
        prevent_initial_call=True,
    )(take_file)
    app.callback(
        Output("load-message", "children"),
        Output("my-ingestions", "data"),
        Output({"upload": "token", "kind": ALL}, "data", allow_duplicate=True),
        Output({"upload": "message", "kind": ALL}, "children", allow_duplicate=True),
        Output("sample-name", "value"),
        Input("load-sample", "n_clicks"),
        State("sample-name", "value"),
        State({"upload": "token", "kind": ALL}, "data"),
        State({"upload": "token", "kind": ALL}, "id"),
        State("my-ingestions", "data"),
        prevent_initial_call=True,
    )(load_files)
    app.callback(
        Output("load-message", "children", allow_duplicate=True),
        Output("my-ingestions", "data", allow_duplicate=True),
        Input("load-synthetic", "n_clicks"),
        State("my-ingestions", "data"),
        prevent_initial_call=True,
    )(load_synthetic)
    app.callback(
        Output("ingestions", "children"),
        Output("samples", "children"),
        Output("samples-shown", "data"),
        clock.answer("home-clock"),
        clock.listen("home-clock"),
        Input("my-ingestions", "data"),
        State("samples-shown", "data"),
    )(look_again)
    _register_badge(app)


def _register_badge(app: Dash) -> None:
    shown = [
        Output(badge.BADGE, "children"),
        Output(badge.BADGE, "className"),
        Output("queue-words", "children"),
        Output("badge-task", "data"),
        Output("badge-clock", "disabled"),
    ]
    app.callback(*shown, Input(badge.BADGE, "n_clicks"), prevent_initial_call=True)(click_badge)
    again = [Output(one.component_id, one.component_property, allow_duplicate=True) for one in shown]
    app.callback(
        *again,
        clock.answer("badge-clock"),
        clock.listen("badge-clock"),
        State("badge-task", "data"),
        prevent_initial_call=True,
    )(watch_badge)
    clock.register_clock(app, "badge-clock")
    clock.register_clock(app, "home-clock")


def take_file(contents: str | None, name: str | None, field: dict[str, str]) -> tuple[Any, str | None, None]:
    """Check and keep a file that was chosen; the browser forgets its content, and may send it again."""
    if contents is None:
        raise PreventUpdate
    try:
        upload = save_upload(field["kind"], contents, name)
    except DataError as error:
        return show_error(error), None, None
    size = parts.format_bases(upload.n_bytes).replace("b", "B")
    return parts.notice("good", f"{upload.name}, {size}"), upload.token, None


def load_files(
    n_clicks: int | None,
    name: str | None,
    tokens: list[str | None],
    fields: list[dict[str, str]],
    known: list[int] | None,
) -> tuple[Any, Any, list[Any], list[Any], Any]:
    """Begin to load the files that were chosen, or say what is missing."""
    if not n_clicks:
        raise PreventUpdate
    kept = [no_update] * len(fields)
    chosen = {field["kind"]: token for field, token in zip(fields, tokens, strict=True) if token}
    try:
        number = start_ingestion(name or "", chosen)
    except DataError as error:
        return show_error(error), no_update, kept, kept, no_update
    nothing: list[Any] = [None] * len(fields)
    return None, _remember(known, number), nothing, nothing, ""


def load_synthetic(n_clicks: int | None, known: list[int] | None) -> tuple[Any, Any]:
    """Begin to load the built-in sample."""
    if not n_clicks:
        raise PreventUpdate
    try:
        return None, _remember(known, start_sample())
    except DataError as error:
        return show_error(error), no_update


def _remember(known: list[int] | None, number: int) -> list[int]:
    return [number, *(known or [])][:_SHOWN]


def look_again(
    tick: float | None, mine: list[int] | None, shown: dict[str, Any] | None
) -> tuple[Any, Any, Any, float | None]:
    """Show how far this browser's files are, and the samples if something about them has changed."""
    try:
        statuses = [status for number in mine or [] for status in _find(number)]
        states = [f"{status.id} {status.state}" for status in statuses]
        is_due = not shown or states != shown["states"] or (tick or 0) - shown["at"] > _CARDS_EVERY_MS
        found = source.list_cards() if is_due else []
    except DatabaseUnavailableError as error:
        # It is asked again at the next tick.
        return show_error(error), no_update, None, tick
    ingestions = cards.make_ingestions(statuses)
    if not is_due:
        return ingestions, no_update, no_update, tick
    seen = {"states": states, "at": tick or 0, "cards": repr(found)}
    is_new = not shown or shown["cards"] != seen["cards"]
    return ingestions, cards.make_cards(found) if is_new else no_update, seen, tick


def _find(number: object) -> list[IngestionStatus]:
    # The browser keeps these numbers; the database may be another one by now.
    try:
        return [read_ingestion(number)] if isinstance(number, int) else []
    except NotFoundError:
        return []


def click_badge(n_clicks: int | None) -> tuple[str, str, str, Any, bool]:
    """Send a task through the queue."""
    if not n_clicks:
        raise PreventUpdate
    sent = send_probe()
    if isinstance(sent, Badge):
        return _show(sent, None)
    return _show(PENDING, sent)


def watch_badge(
    tick: float | None, data: dict[str, Any] | None
) -> tuple[str, str, str, Any, bool, float | None]:
    """Show how far the task is."""
    try:
        probe = Probe(str(data["task_id"]), float(data["sent_at"])) if data else None
    except (KeyError, TypeError, ValueError):
        probe = None
    if probe is None:
        raise PreventUpdate
    return *_show(watch_probe(probe), probe), tick


def _show(found: Badge, probe: Probe | None) -> tuple[str, str, str, Any, bool]:
    data = asdict(probe) if probe else None
    return badge.show_word(found), badge.show_class(found), found.words, data, found.is_final
