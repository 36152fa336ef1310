"""Small parts of which the pages are made; each is one function from values to a component."""

from collections.abc import Sequence
from typing import Any, Literal

from dash import dcc, html

from automappa.components.plots import Figure

Kind = Literal["info", "good", "warning", "bad"]
# Signs beside the colours: who cannot tell the colours apart reads the sign.
QUALITY_WORDS = {"high": "high", "medium": "medium", "low": "low", "none": "below low"}
_SIGNS = {"info": "i", "good": "✓", "warning": "!", "bad": "×"}


def card(title: str, *children: Any, id: str = "", note: str = "", tools: Any = None) -> html.Section:
    """Return a framed part of a page under its own heading."""
    head = html.Div([html.H2(title), html.Div(tools, className="card-tools")], className="card-head")
    body = [html.P(note, className="note")] if note else []
    return html.Section([head, *body, *children], className="card", **_name(id))


def stat(label: str, value: str, *, kind: str = "") -> html.Div:
    """Return one figure with its name."""
    parts = [html.Dt(label), html.Dd(value)]
    return html.Div(parts, className=f"stat {kind}".strip())


def stats(*figures: html.Div, id: str = "") -> html.Dl:
    """Return several figures side by side."""
    return html.Dl(list(figures), className="stats", **_name(id))


def notice(kind: Kind, *text: Any, id: str = "") -> html.Div:
    """Return a message; a reader program speaks it as soon as it appears."""
    sign = html.Span(_SIGNS[kind], className="sign", **attributes(aria_hidden="true"))
    role = "alert" if kind == "bad" else "status"
    return html.Div([sign, html.Span(list(text))], className=f"notice {kind}", role=role, **_name(id))


def empty_state(title: str, *children: Any, id: str = "") -> html.Div:
    """Return what stands where there is nothing yet, with what can be done about it."""
    return html.Div([html.P(title, className="empty-title"), *children], className="empty", **_name(id))


def progress(label: str, share: float, *, kind: Kind = "info", id: str = "") -> html.Div:
    """Return a bar; `share` goes from 0 to 1."""
    percent = round(100 * min(1.0, max(0.0, share)))
    bar = html.Div(html.Div(className=f"fill {kind}", style={"width": f"{percent}%"}), className="bar")
    words = html.Span([html.Span(label), html.Span(f"{percent} %")], className="bar-label")
    aria = attributes(aria_valuenow=str(percent), aria_valuemin="0", aria_valuemax="100", aria_label=label)
    return html.Div([words, bar], className="progress", role="progressbar", **aria, **_name(id))


def table(titles: Sequence[str], rows: Sequence[Sequence[Any]], *, id: str, caption: str) -> html.Div:
    """Return a table; columns whose cells are all numbers stand to the right."""
    head = html.Thead(html.Tr([html.Th(title, scope="col") for title in titles]))
    lines = [html.Tr([html.Td(cell) for cell in row]) for row in rows]
    words = html.Caption(caption, className="sr-only")
    # A wide table scrolls on its own, and by keyboard.
    inner = html.Table([words, head, html.Tbody(lines)], id=id)
    return html.Div(
        inner, className="table-scroll", tabIndex=0, role="region", **attributes(aria_label=caption)
    )


def plot(id: str, figure: Figure, *, is_tall: bool = False, has_tools: bool = False) -> html.Div:
    """Return a plot; `has_tools` for those with something to zoom into or to select."""
    config: Any = {
        "displaylogo": False,
        "responsive": True,
        "displayModeBar": has_tools,
        "scrollZoom": has_tools,
    }
    # The graph itself takes all of its frame, and the frame has a height.
    return html.Div(
        dcc.Graph(id=id, figure=figure, config=config), className="plot tall" if is_tall else "plot"
    )


def labelled(label: str, control: Any, *, is_broad: bool = False) -> html.Div:
    """Return a control under its label."""
    target = getattr(control, "id", None)
    pointer: Any = {"htmlFor": target} if isinstance(target, str) else {}
    words = html.Label(label, **pointer)
    return html.Div([words, control], className="field broad" if is_broad else "field")


def count(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural where it belongs."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def format_bases(n_bases: float) -> str:
    """Return a length in the unit that reads best."""
    for limit, unit in ((1e9, "Gb"), (1e6, "Mb"), (1e3, "kb")):
        if n_bases >= limit:
            return f"{n_bases / limit:.2f} {unit}"
    return f"{n_bases:.0f} b"


def format_percent(value: float | None) -> str:
    """Return a percentage, or a dash where it is not known."""
    return "–" if value is None or value != value else f"{value:.1f} %"


def format_fold(value: float | None) -> str:
    """Return how often each base is covered, or a dash where it is not known."""
    return "–" if value is None or value != value else f"{value:.1f}×"


def quality_badge(quality: str) -> html.Span:
    """Return a class after MIMAG in its colour."""
    return html.Span(QUALITY_WORDS[quality], className=f"badge quality-{quality}")


def attributes(**names: str) -> Any:
    """Return HTML attributes with a dash in their name, as aria_label and data_kind, to be unpacked."""
    return {name.replace("_", "-"): value for name, value in names.items()}


def _name(id: str) -> Any:
    return {"id": id} if id else {}
