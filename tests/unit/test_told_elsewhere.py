"""What depends on the machine that the worker runs on is told as an assumption."""

from pathlib import Path

import pytest

from tests.functional.test_registration_cases import INSTALLED, Case

CALLS = (
    (
        "import subprocess",
        "subprocess.check_output(['git', 'rev-parse', 'HEAD'])",
        "subprocess.check_output()",
    ),
    ("import socket", "socket.create_connection(('localhost', 1))", "socket.create_connection()"),
    ("import ctypes", "ctypes.CDLL('libm.so.6')", "ctypes.CDLL()"),
    ("import pwd", "pwd.getpwnam('www-data')", "pwd.getpwnam()"),
)


@pytest.mark.parametrize(("line", "call", "told"), CALLS)
def test_what_depends_on_the_machine_is_told(line: str, call: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(f"{line}\nfrom celery import Celery\nqueue = Celery('x')\nX = {call}\n")
    registry = Case(tmp_path, {"app": "app:queue", "cwd": "."}).predict(INSTALLED)
    assert f"app.py:4: {told} succeeds where the worker runs" in registry.assumptions
