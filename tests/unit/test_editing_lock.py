"""The project lock: one writer at a time, nothing left behind."""

import fcntl
import subprocess
import sys
from pathlib import Path

import pytest

from automappa_scaffold.editing.lock import project_lock
from automappa_scaffold.errors import EditError

_HOLD = """
import sys
from pathlib import Path
from automappa_scaffold.editing.lock import project_lock
with project_lock(Path(sys.argv[1]), ".cache"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_writer_waits_and_then_says_so(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with (
            pytest.raises(EditError, match="Another command has been writing"),
            project_lock(tmp_path, ".cache", timeout_s=0.2),
        ):
            pass
        other.kill()
    with project_lock(tmp_path, ".cache", timeout_s=300):
        assert list(tmp_path.iterdir()) == []


def test_a_file_system_that_locks_no_folders_gets_a_lock_file_out_of_git(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = fcntl.flock

    def flock(handle: int, how: int) -> None:
        if how == fcntl.LOCK_SH | fcntl.LOCK_NB:
            raise OSError(9, "Bad file descriptor")
        real(handle, how)

    monkeypatch.setattr(fcntl, "flock", flock)
    with project_lock(tmp_path, ".cache"):
        assert (tmp_path / ".cache/.gitignore").read_text() == "*\n"
        with pytest.raises(EditError), project_lock(tmp_path, ".cache", timeout_s=0.1):
            pass
