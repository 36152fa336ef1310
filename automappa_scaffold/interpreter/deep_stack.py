"""Room for deep recursion: imports of real projects nest deeper than we can follow on the usual stack."""

import sys
import threading
from collections.abc import Callable
from typing import TypeVar

__all__ = ["run_with_deep_stack"]

# One call of the followed program takes some thirty of ours. The memory is used only when it is needed;
# where the size of a process is limited, it may not be had at all.
_FRAMES_PER_MEBIBYTE = 58
_STACKS_MEBIBYTES = (512, 128, 32)

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

    frames, size = sys.getrecursionlimit(), threading.stack_size()
    try:
        thread = _start(run, frames)
        if thread is None:
            return function()
        thread.join()
    finally:
        threading.stack_size(size)
        sys.setrecursionlimit(frames)
    if errors:
        raise errors[0]
    return results[0]


def _start(run: Callable[[], None], frames: int) -> threading.Thread | None:
    """Return a thread with the deepest stack that can be had, or None; ``frames``: the usual limit."""
    for mebibytes in _STACKS_MEBIBYTES:
        threading.stack_size(mebibytes * 1024 * 1024)
        sys.setrecursionlimit(max(frames, mebibytes * _FRAMES_PER_MEBIBYTE))
        thread = threading.Thread(target=run, daemon=True)
        try:
            thread.start()
        except RuntimeError:  # the system refuses the memory
            continue
        return thread
    sys.setrecursionlimit(frames)
    return None
