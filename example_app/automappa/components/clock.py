"""A clock that asks the server again only when it has answered.

Dash drops an answer when the same callback was called again meanwhile. With a plain interval, a server that
answers slower than the clock ticks would never be heard.
"""

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html


def make_clock(name: str, interval_ms: int, *, is_running: bool = True) -> html.Div:
    """Return a clock; it stops and starts by its `disabled`."""
    return html.Div(
        [
            dcc.Interval(id=name, interval=interval_ms, disabled=not is_running),
            dcc.Store(id=f"{name}-tick"),
            dcc.Store(id=f"{name}-answer"),
        ]
    )


def listen(name: str) -> Input:
    """Return what a callback has as its input to be called by the clock; its value is to be answered."""
    return Input(f"{name}-tick", "data")


def answer(name: str) -> Output:
    """Return the output through which that callback gives the value back."""
    return Output(f"{name}-answer", "data")


def register_clock(app: Dash, name: str) -> None:
    """Connect the parts of a clock."""
    app.clientside_callback(
        ClientsideFunction("clock", "tick"),
        Output(f"{name}-tick", "data"),
        Input(name, "n_intervals"),
        State(f"{name}-tick", "data"),
        State(f"{name}-answer", "data"),
        prevent_initial_call=True,
    )
