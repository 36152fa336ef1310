"""A child process of which nothing is left when it is done with: not it, nor its children, nor its output.

On Linux that holds for children in sessions of their own too: they bear a mark in their environment.
"""

import contextlib
import os
import select
import signal
import subprocess
import threading
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType, TracebackType

from automappa_scaffold.errors import WorkerError

__all__ = ["Child", "clean_ending"]

_POLL_S = 0.004
_KEPT_BYTES = 64 * 1024
_MARK = "AUTOMAPPA_SCAFFOLD_CHILD"
# One that forks while it is looked for is found the next time.
_ROUNDS = 20


@contextlib.contextmanager
def clean_ending() -> Iterator[None]:
    """While inside, let SIGTERM and SIGHUP end us as an exception would, so that children end with us."""
    is_ours = threading.current_thread() is threading.main_thread()
    numbers = [signal.SIGTERM, signal.SIGHUP] if is_ours else []
    taken = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]
    for number in taken:
        signal.signal(number, _exit_as_signalled)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)


def _exit_as_signalled(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _sleep_until_ended(pid: int, timeout_s: float) -> None:
    """Wait for a child's end, or as long as given, where the system can tell of it; else return at once."""
    try:
        ending = os.pidfd_open(pid)
    except (AttributeError, OSError):
        return
    try:
        waiting = select.poll()
        waiting.register(ending, select.POLLIN)
        waiting.poll(max(timeout_s, 0.0) * 1000)
    finally:
        os.close(ending)


def _end_marked(mark: bytes) -> None:
    """End the processes that have a mark in the environment they were started with."""
    for _ in range(_ROUNDS):
        found = [pid for pid in _process_ids() if _bears(pid, mark)]
        for pid in found:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        if not found:
            return
        time.sleep(_POLL_S)


def _process_ids() -> Iterator[int]:
    try:
        names = os.listdir("/proc")
    except OSError:
        return
    yield from (int(name) for name in names if name.isdigit())


def _bears(pid: int, mark: bytes) -> bool:
    try:
        with open(f"/proc/{pid}/environ", "rb") as environ:
            return mark in environ.read().split(b"\0")
    except OSError:  # it is gone, or another user's
        return False


class Child:
    """A running command in its own session; leaving the context ends its whole process group.

    What it writes is read at once and only the last part is kept, so that it can neither block nor fill us.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        cwd: Path,
        environ: Mapping[str, str],
        pass_fds: Sequence[int] = (),
    ) -> None:
        self._mark = f"{_MARK}={uuid.uuid4().hex}"
        name, _, value = self._mark.partition("=")
        try:
            self._process = subprocess.Popen(
                command,
                cwd=cwd,
                env={**environ, name: value},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=pass_fds,
            )
        except (OSError, ValueError) as error:
            raise WorkerError(
                f"{command[0]} cannot be started: {error}.",
                hint="Set worker-python in [tool.automappa-scaffold] to the Python of the app's worker.",
            ) from error
        self._is_ended = False
        self._kept = bytearray()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> "Child":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def wait(self, timeout_s: float) -> int | None:
        """Return the exit code (negative: the signal that ended it), or None when it still runs."""
        deadline = time.monotonic() + timeout_s
        _sleep_until_ended(self._process.pid, timeout_s)
        while (code := self._process.poll()) is None and time.monotonic() < deadline:
            time.sleep(_POLL_S)
        return code

    def end(self) -> None:
        """End whatever still runs of it, and wait for it."""
        if self._is_ended:
            return
        self._is_ended = True
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        _end_marked(self._mark.encode())
        # A process that has left the group may hold the pipe open: its output is not waited for.
        self._reader.join(timeout=1.0)
        if not self._reader.is_alive() and self._process.stdout is not None:
            self._process.stdout.close()

    def output(self) -> str:
        """Return the last part of what it wrote to stdout and stderr."""
        return bytes(self._kept).decode("utf-8", "replace")

    def _read(self) -> None:
        stream = self._process.stdout
        while stream is not None and (block := os.read(stream.fileno(), 65536)):
            self._kept += block
            del self._kept[:-_KEPT_BYTES]
