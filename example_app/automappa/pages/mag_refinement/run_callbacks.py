"""Computing an embedding: start it on the queue, follow it, show it when it is there."""

from typing import Any

from dash import Dash, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from automappa.components import clock, parts
from automappa.components.errors import show_error
from automappa.components.runs import RunView, view_run
from automappa.data.errors import DatabaseUnavailableError, DataError
from automappa.pages.mag_refinement import source
from automappa.pipeline import PipelineError
from automappa.runs import list_runs, start_run

_SAMPLE = State("refinement-sample", "data")


def register_callbacks(app: Dash) -> None:
    """Connect the part that computes embeddings."""
    app.callback(
        Output("followed-run", "data"),
        Output("embed-progress", "children", allow_duplicate=True),
        Output("run-clock", "disabled"),
        Input("embed-start", "n_clicks"),
        State("embed-method", "value"),
        State("embed-k", "value"),
        State("embed-norm", "value"),
        _SAMPLE,
        prevent_initial_call=True,
    )(start)
    app.callback(
        Output("embed-progress", "children"),
        Output("run-clock", "disabled", allow_duplicate=True),
        Output("axes", "options"),
        Output("axes", "value"),
        Output("followed-run", "data", allow_duplicate=True),
        clock.answer("run-clock"),
        clock.listen("run-clock"),
        State("followed-run", "data"),
        _SAMPLE,
        prevent_initial_call="initial_duplicate",
    )(follow)
    clock.register_clock(app, "run-clock")


def start(n_clicks: int | None, method: str, k: int, norm: str, sample_id: int) -> tuple[Any, Any, bool]:
    """Send the tasks; say at once if nobody would take them."""
    if not n_clicks:
        raise PreventUpdate
    try:
        run_id = start_run(sample_id, k=k, norm=norm, methods=[method])
    except PipelineError as error:
        return no_update, parts.notice("bad", f"Not started: {error}"), True
    except DataError as error:
        return no_update, show_error(error), True
    return run_id, parts.progress(f"{method}: sent", 0.0), False


def follow(
    tick: float | None, followed: int | None, sample_id: int
) -> tuple[Any, bool, Any, Any, Any, float | None]:
    """Show how far the last run is; when one that this browser started is done, show its embedding."""
    try:
        runs = list_runs(sample_id)
    except DatabaseUnavailableError as error:
        return show_error(error, id="run-problem"), False, no_update, no_update, no_update, tick
    if not runs:
        return None, True, no_update, no_update, no_update, tick
    view = view_run(runs[0])
    if not (view.is_final and followed == view.id):
        return _show(view), view.is_final, no_update, no_update, no_update, tick
    options = [{"label": title, "value": name} for name, title in source.read_view(sample_id).axes.items()]
    shown = runs[0].embeddings[0] if not view.reason else no_update
    return _show(view), True, options, shown, None, tick


def _show(view: RunView) -> Any:
    bar = parts.progress(view.words, view.share, kind=view.kind, id="run-progress")
    return [bar, *([parts.notice(view.kind, view.reason, id="run-problem")] if view.reason else [])]
