"""A second process that computes from files what is going to be asked for, while the first one works.

It begins before the first one does, in the order in which that will ask, and stays ahead of it where it can.
Nothing waits for it: what it has not done is computed where it is asked for, so that its death, or a machine
without a second core, costs time alone.
"""

import atexit
import gc
import marshal
import mmap
import os
import signal
import struct
import sys
import threading
import zlib
from collections.abc import Callable, Sequence
from typing import Any

from automappa_scaffold.files.blocks import Piece

__all__ = ["FEWEST_FILES", "Ahead", "Made", "Results", "start_ahead"]

# With fewer files a second process costs more than it brings.
FEWEST_FILES = 600

# A file's status, the digest of its bytes, small values by name; of large ones the bytes that are kept, and
# the values, which are taken out when they are asked for.
Made = tuple[Any, str, dict[str, Any], dict[str, bytes], dict[str, Any]]
# The same, told where the bytes and the values, packed, stand: many wait for long, or are never asked for.
Taken = tuple[Any, str, dict[str, Any], dict[str, Piece], dict[str, Piece]]

# Makes what it can of a file. The arguments: its path; whether parsing it is worth while, as nobody else
# does; whether this is the first of two rounds, which is for what is asked for first.
Make = Callable[[str, bool, bool], Made | None]

# So many files are left to the first process when it has caught up: side by side, both would make the same.
_LEAD = 48

# What the first process says of a file: it is parsing it; it needs nothing more of it.
_FREE, _PARSED, _DONE_WITH = range(3)
_SLOT = struct.Struct("=QII")  # where a result stands, its length, its checksum


class Results:
    """What the second process has written, which outlives it: a file, which is closed with this object."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self.size = 0  # as far as this process wrote it

    def __del__(self) -> None:
        """Give the memory back."""
        os.close(self._handle)

    def read(self, start: int, stop: int) -> bytes:
        """Return the bytes from one place up to another."""
        return os.pread(self._handle, stop - start, start)

    def append(self, content: bytes) -> Piece:
        """Write behind what is there, and return where."""
        start, view = self.size, memoryview(content)
        while view:
            view = view[os.write(self._handle, view) :]
        self.size += len(content)
        return start, len(content)


class Ahead:
    """What the second process has made.

    Attributes:
        pid: the process; 0: none runs.
        results: where the pieces of what was taken stand.
    """

    def __init__(self, paths: Sequence[str], heavy: frozenset[str], last: frozenset[str]) -> None:
        self._numbers = {path: number for number, path in enumerate(paths)}
        self._heavy = heavy
        self._last = last
        self._marks = mmap.mmap(-1, len(paths))
        self._slots = mmap.mmap(-1, len(paths) * _SLOT.size)
        self.results = Results(os.memfd_create("automappa-scaffold", os.MFD_CLOEXEC))
        self.pid = 0

    def take(self, path: str, name: str) -> Taken | None:
        """Return what was made of a file, once; None: the caller makes what is called ``name`` itself."""
        number = self._numbers.get(path)
        if number is None or not self.pid:
            return None
        offset, length, checksum = _SLOT.unpack_from(self._slots, number * _SLOT.size)
        if length:
            content = self.results.read(offset, offset + length)
            if zlib.crc32(content) == checksum:
                del self._numbers[path]
                taken: Taken = marshal.loads(content)
                return taken
        if name in self._heavy:
            self._marks[number] = _DONE_WITH if name in self._last else _PARSED
        return None

    def stop(self) -> None:
        """End the second process."""
        if self.pid:
            pid, self.pid = self.pid, 0
            os.kill(pid, signal.SIGKILL)  # it holds nothing that would have to be put away
            os.waitpid(pid, 0)
            atexit.unregister(self.stop)

    def start(self, make: Make, wanted: list[str]) -> None:
        """Start the second process.

        Args:
            wanted: the files that are to be made next, the first one last; ``make`` may add to them.
        """
        parent = os.getpid()
        pid = os.fork()
        if pid:
            self.pid = pid
            atexit.register(self.stop)
            return
        try:
            self._run(make, wanted, parent)
        finally:
            os._exit(0)

    def _run(self, make: Make, wanted: list[str], parent: int) -> None:
        gc.disable()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, signal.SIG_DFL)
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):  # a pipe that a reader waits at is not kept open
            os.dup2(nothing, stream)
        work = _Work(make, self._marks, self._slots, self.results, [*self._numbers])
        for is_urgent in (True, False):
            at = 0
            while at < len(self._numbers):
                number = self._numbers[wanted.pop()] if wanted else at
                at += number == at
                if os.getppid() != parent:
                    return
                if work.do(number, is_urgent) and is_urgent:
                    wanted.clear()
                    at += _LEAD


class _Work:
    """What the second process does, file by file."""

    def __init__(
        self, make: Make, marks: mmap.mmap, slots: mmap.mmap, results: Results, paths: Sequence[str]
    ) -> None:
        self._make = make
        self._marks = marks
        self._slots = slots
        self._results = results
        self._paths = paths
        self._done = bytearray(len(paths))

    def do(self, number: int, is_urgent: bool) -> bool:
        """Make what there is to make of a file; return whether the first process did so at the same time."""
        mark = self._marks[number]
        if self._done[number] or mark == _DONE_WITH:
            return False
        made = self._make(self._paths[number], mark == _FREE, is_urgent)
        if made is None:
            return False
        self._done[number] = True
        try:
            packed = {name: marshal.dumps(value) for name, value in made[4].items()}
        except ValueError:  # nested too deeply
            return False
        append = self._results.append
        large = {name: append(text) for name, text in made[3].items()}
        head = marshal.dumps((*made[:3], large, {name: append(one) for name, one in packed.items()}))
        offset, _ = append(head)
        _SLOT.pack_into(self._slots, number * _SLOT.size, offset, len(head), zlib.crc32(head))
        return mark == _FREE and self._marks[number] != _FREE


def start_ahead(
    paths: Sequence[str],
    make: Make,
    *,
    wanted: list[str],
    heavy: frozenset[str],
    last: frozenset[str],
) -> Ahead | None:
    """Start a second process for these files, where it pays and is safe; else return None.

    Args:
        make: returns what is made of a file, or None.
        wanted: the files that are to be made next, the first one last; ``make`` may add to them.
        heavy: names of values for which the first process parses a file itself, rather than wait.
        last: those of them behind which it asks for nothing more.
    """
    if len(paths) < FEWEST_FILES or not sys.platform.startswith("linux"):
        return None
    if threading.active_count() > 1 or len(os.sched_getaffinity(0)) < 2:
        return None  # a fork knows nothing of other threads, and holds their locks for ever
    try:
        ahead = Ahead(paths, heavy, last)
        ahead.start(make, wanted)
    except (OSError, ValueError, AttributeError):
        return None
    return ahead
