"""Room for deep recursion: imports of real projects nest deeper than we can follow on the usual stack."""

import sys
import threading
from collections.abc import Callable
from typing import TypeVar

__all__ = ["run_with_deep_stack"]

# One call of the followed program takes some thirty of ours. The memory is used only when it is needed.
_FRAMES = 30_000
_STACK_BYTES = 512 * 1024 * 1024

_T = TypeVar("_T")


def run_with_deep_stack(function: Callable[[], _T]) -> _T:
    """Return what a function returns, run on a stack that is deep enough for nested imports."""
    results: list[_T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(function())
        except BaseException as error:  # handed to the caller's thread
            errors.append(error)

    frames, size = sys.getrecursionlimit(), threading.stack_size(_STACK_BYTES)
    sys.setrecursionlimit(max(frames, _FRAMES))
    try:
        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(size)
        sys.setrecursionlimit(frames)
    if errors:
        raise errors[0]
    return results[0]
