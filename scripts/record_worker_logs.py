"""Writes the logs that real workers of the example app print, for the tests of ``verify --log``.

    python scripts/record_worker_logs.py NAME PYTHON

PYTHON has Celery and the example app's libraries. Each log holds a start and a message for a task that nobody
has: ``NAME-info.log``, ``NAME-debug.log``, and ``NAME-terminal.log``, which was written to a terminal.
"""

import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOGS = ROOT / "tests" / "worker_logs"
SENDER = "from automappa.tasks import queue; queue.send_task('automappa.tasks.retired', (1,))"
_LIMIT_S = 60


def main() -> int:
    """Record the three logs of one Celery."""
    name, python = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="automappa-logs-") as folder:
        app = Path(folder) / "app"
        shutil.copytree(
            ROOT / "example_app", app, ignore=shutil.ignore_patterns("__pycache__", "tests", ".*")
        )
        for kind in ("info", "debug", "terminal"):
            environ = {
                **os.environ,
                "AUTOMAPPA_STATE_DIR": f"{folder}/{kind}",
                "PYTHONDONTWRITEBYTECODE": "1",
            }
            environ |= {"PYTHONWARNINGS": "ignore", "TERM": "xterm"}
            log = record(python, kind, app, environ)
            log = log.replace(folder.encode(), b"/srv").replace(
                str(Path(python).parent.parent).encode(), b"/venv"
            )
            (LOGS / f"{name}-{kind}.log").write_bytes(re.sub(rb"Linux-[\w.-]+", b"Linux", log))
    return 0


def record(python: str, kind: str, app: Path, environ: dict[str, str]) -> bytes:
    """Return what a worker prints until it has refused a message."""
    level = "DEBUG" if kind == "debug" else "INFO"
    command = [python, "-m", "celery", "-A", "automappa.tasks:queue", "worker", "-P", "solo", "-l", level]
    command += ["-n", "celery@golden", "-Q", "celery,heavy"]
    reading, writing = pty.openpty() if kind == "terminal" else os.pipe()
    worker = subprocess.Popen(
        command, cwd=app, env=environ, stdin=subprocess.DEVNULL, stdout=writing, stderr=writing
    )
    os.close(writing)
    os.set_blocking(reading, False)
    found = b""
    try:
        found += read_until(reading, b" ready.")
        subprocess.run([python, "-c", SENDER], cwd=app, env=environ, check=True)
        found += read_until(reading, b"KeyError: 'automappa.tasks.retired'")
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait(_LIMIT_S)
        os.close(reading)
    return found


def read_until(reading: int, mark: bytes) -> bytes:
    """Return what comes up to and with the line of a mark."""
    found = b""
    deadline = time.monotonic() + _LIMIT_S
    while mark not in found or not found.endswith(b"\n"):
        if time.monotonic() > deadline:
            sys.exit(f"The worker did not print {mark!r}:\n{found.decode()}")
        try:
            found += os.read(reading, 65_536)
        except BlockingIOError:
            time.sleep(0.05)
    return found


if __name__ == "__main__":
    sys.exit(main())
