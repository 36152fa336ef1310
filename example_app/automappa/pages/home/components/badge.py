"""The status badge: one click sends a task through the queue, and its colour tells how far it came."""

from dash import dcc, html

from automappa.components import clock, parts
from automappa.pages.home.queue_probe import IDLE, Badge

BADGE = "queue-badge"
_WORDS = {
    "idle": "IDLE",
    "pending": "PENDING",
    "started": "STARTED",
    "nobody": "NO WORKER",
    "failed": "FAILED",
}


def make_badge() -> html.Div:
    """Return the badge with what it says beside it."""
    return html.Div(
        [
            html.Span("Task queue", id="queue-title"),
            html.Button(
                show_word(IDLE),
                id=BADGE,
                className=show_class(IDLE),
                **parts.attributes(aria_describedby="queue-words"),
            ),
            html.Span(IDLE.words, id="queue-words", className="queue-words", role="status"),
            dcc.Store(id="badge-task"),
            clock.make_clock("badge-clock", 200, is_running=False),
        ],
        className="queue",
    )


def show_word(badge: Badge) -> str:
    """Return what stands on the badge."""
    return _WORDS.get(badge.state, badge.state.upper())


def show_class(badge: Badge) -> str:
    """Return the style of the badge; each state and each colour that may come back has one."""
    return f"badge badge-{badge.state}"
