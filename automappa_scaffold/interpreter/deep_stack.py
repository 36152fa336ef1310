"""Room for deep recursion: imports of real projects nest deeper than we can follow on the usual stack."""

import mmap
import sys
import threading
from collections.abc import Callable
from typing import TypeVar

__all__ = ["run_with_deep_stack"]

# One call of the followed program takes some thirty of ours. The memory is used only when it is needed;
# where the size of a process is limited, it may not be had at all.
_FRAMES_PER_MEBIBYTE = 58
_STACKS_MEBIBYTES = (512, 128, 32)
# A stack that leaves less than this to the values would only move the want of memory to them.
_SPARE_MEBIBYTES = 96

# In this many slots of a frame lies room for some ten thousand frames more, see ``_with_room``.
_ROOMY_SLOTS = 600_000

# Memory that is taken to see whether it can be had, and not used; other systems know no such flags.
_FLAGS = [getattr(mmap, name, 0) for name in ("MAP_PRIVATE", "MAP_ANONYMOUS", "MAP_NORESERVE")]
_UNUSED = {"flags": sum(_FLAGS)} if all(_FLAGS[:2]) else {}

_T = TypeVar("_T")


def run_with_deep_stack(function: Callable[[], _T]) -> _T:
    """Return what a function returns, run on a stack that is deep enough for nested imports."""
    results: list[_T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(_with_room(function))
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


def _with_room(function: Callable[[], _T]) -> _T:
    """Return what a function returns, called from a frame with much room behind it.

    CPython (from 3.11 on) lays frames into pieces of 16 KiB, and asks the system for each anew: where calls
    go to and fro over the end of one, that takes longer than all they do. A frame that asks for a large stack
    gets a piece of its own, rounded up to a power of two; the frames above it lie in the rest. None of it is
    used before it is needed.
    """
    return function()


_with_room.__code__ = _with_room.__code__.replace(co_stacksize=_ROOMY_SLOTS)


def _start(run: Callable[[], None], frames: int) -> threading.Thread | None:
    """Return a thread with the deepest stack that can be had, or None; ``frames``: the usual limit."""
    for mebibytes in _STACKS_MEBIBYTES:
        if not _is_there_room(mebibytes + _SPARE_MEBIBYTES):
            continue
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


def _is_there_room(mebibytes: int) -> bool:
    """Return whether a process may take so much memory.

    It is asked before a thread begins: one that finds no memory for its first steps ends without a word, and
    whoever started it waits for ever.
    """
    try:
        mmap.mmap(-1, mebibytes * 1024 * 1024, **_UNUSED).close()
    except OSError:
        return False
    return True
