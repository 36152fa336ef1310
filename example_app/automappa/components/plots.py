"""What all figures have in common: their colours, their layout, and numbers in plotly's compact encoding."""

import base64
import html
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Figure = dict[str, Any]
Floats = NDArray[np.floating[Any]]

# Told apart by most eyes, also side by side; after Okabe and Ito, and Tol.
PALETTE = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#CC79A7",
    "#E69F00",
    "#56B4E9",
    "#882255",
    "#44AA99",
    "#999933",
    "#332288",
    "#AA4499",
    "#117733",
)
MUTED = "#9AA5B1"
ACCENT = "#0B6E75"
INK = "#1F2933"
_GRID = "#E4E9EE"


def _make_log_ticks() -> dict[str, Any]:
    # Plotly's own ticks between powers of ten are bare digits: 2, 5, 100, 2, 5.
    values = [digit * 10.0**power for power in range(-3, 9) for digit in (1, 2, 5)]
    return {"tickmode": "array", "tickvals": values, "ticktext": [_shorten(value) for value in values]}


def _shorten(value: float) -> str:
    for factor, unit in ((1e6, "M"), (1e3, "k")):
        if value >= factor:
            return f"{value / factor:g}{unit}"
    return f"{value:g}"


LOG_TICKS = _make_log_ticks()


def encode(values: NDArray[Any]) -> dict[str, str]:
    """Return numbers as plotly takes them in one piece, so that neither side reads digits."""
    data = np.ascontiguousarray(values)
    return {"dtype": data.dtype.str[1:], "bdata": base64.b64encode(data.tobytes()).decode("ascii")}


def encode_floats(values: Floats) -> dict[str, str]:
    """Return numbers of a precision that no screen can tell from the full one."""
    return encode(values.astype(np.float32))


def escape_all(names: Sequence[str]) -> list[str]:
    """Return names that plotly shows as they are: it would take tags and entities in them for markup."""
    if any("<" in name or "&" in name for name in names):
        return [html.escape(name, quote=False) for name in names]
    return list(names)


def pick_color(position: int) -> str:
    """Return the colour of the group at this place in its list; after the last one they begin again."""
    return PALETTE[position % len(PALETTE)]


def make_layout(**more: Any) -> dict[str, Any]:
    """Return a figure's layout with what is special to it."""
    base: dict[str, Any] = {
        "font": {"family": "system-ui, sans-serif", "size": 13, "color": INK},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "#FFFFFF",
        "margin": {"l": 60, "r": 16, "t": 16, "b": 48},
        "colorway": list(PALETTE),
        "hoverlabel": {"bgcolor": "#FFFFFF", "bordercolor": _GRID, "font": {"color": INK}},
        "autosize": True,
        "modebar": {"bgcolor": "rgba(255,255,255,0)", "color": "#7B8794", "activecolor": ACCENT},
    }
    return base | more


def make_axis(title: str, *, is_log: bool = False, **more: Any) -> dict[str, Any]:
    """Return one axis of a plot in the plane."""
    axis: dict[str, Any] = {
        "title": {"text": title, "font": {"size": 13}},
        "gridcolor": _GRID,
        "zeroline": False,
        "linecolor": "#C3CCD5",
        "showline": True,
        "ticks": "outside",
        "tickcolor": "#C3CCD5",
        "automargin": True,
    }
    if is_log:
        axis |= {"type": "log"} | LOG_TICKS
    return axis | more


def make_empty(message: str) -> Figure:
    """Return a figure that says why there is nothing to see."""
    hidden = {"visible": False}
    note = {"text": message, "showarrow": False, "font": {"size": 15, "color": "#52606D"}}
    return {"data": [], "layout": make_layout(xaxis=hidden, yaxis=hidden, annotations=[note])}
