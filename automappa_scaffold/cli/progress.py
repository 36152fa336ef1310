"""A sign of life on the terminal for runs that take longer than a moment."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from automappa_scaffold.cli.output import Output

if TYPE_CHECKING:
    from rich.status import Status

__all__ = ["show_progress"]

_AFTER_S = 1.0


@contextmanager
def show_progress(output: Output, doing: str) -> Iterator[None]:
    """Show what is being done on standard error, once it lasts over a second and if a person looks at it.

    It moves the cursor, which is as little wanted where colours are not: in CI, on a dumb terminal.
    """
    if not output.err.is_terminal or not output.err.has_color or output.is_quiet:
        yield
        return
    shown: list[Status] = []
    lock, is_over = threading.Lock(), threading.Event()

    def show() -> None:
        from rich.console import Console

        with lock:
            if not is_over.is_set():
                status = Console(stderr=True).status(f"{doing} ...")
                status.start()
                shown.append(status)

    timer = threading.Timer(_AFTER_S, show)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        is_over.set()
        with lock:
            for status in shown:
                status.stop()
