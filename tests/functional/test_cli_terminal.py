"""What a person at a terminal sees, on a real pseudo-terminal."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import clean_environ

pty = pytest.importorskip("pty", reason="needs pseudo-terminals")

INIT = "automappa/pages/home/tasks/__init__.py"


def _on_a_terminal(*arguments: str, cwd: Path, **environ: str) -> tuple[int, str]:
    """Run the command with its output on a terminal; return its exit code and what appeared there."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "automappa_scaffold", *arguments],
        cwd=cwd,
        env=clean_environ(TERM="xterm", **environ),
        stdin=slave,
        stdout=slave,
        stderr=slave,
    )
    os.close(slave)
    seen = b""
    while True:
        try:
            chunk = os.read(master, 4096)
        except OSError:  # Linux's way to say that the other end is closed
            break
        if not chunk:
            break
        seen += chunk
    os.close(master)
    return process.wait(timeout=300), seen.decode().replace("\r\n", "\n")


def _undo(example: Path) -> None:
    path = example / INIT
    path.write_text(path.read_text().replace("from .status_badge import set_badge_color\n", ""))


def test_check_shows_the_source_line_in_colour(example: Path) -> None:
    _undo(example)
    code, seen = _on_a_terminal("check", cwd=example)
    assert code == 1
    assert "\x1b[31mAMS201\x1b[0m" in seen
    assert "^" in seen
    assert "Tasks of the home page" in seen


@pytest.mark.parametrize("environ", [{"NO_COLOR": "1"}, {"CI": "true"}])
def test_colours_are_left_out_where_the_environment_says_so(example: Path, environ: dict[str, str]) -> None:
    _undo(example)
    for command in ("check", "tasks"):
        _, seen = _on_a_terminal(command, cwd=example, **environ)
        assert "\x1b" not in seen


def test_trees_are_drawn_within_the_width(example: Path) -> None:
    code, seen = _on_a_terminal("tasks", "--format", "tree", cwd=example, COLUMNS="70", NO_COLOR="1")
    tree = seen.partition("assumed:")[0]
    assert code == 0
    assert "└── set_badge_color(color: str)  registered" in tree
    assert max(len(line) for line in tree.split("\n")) <= 70


def test_a_diff_shows_control_characters_of_a_file_as_escapes(example: Path) -> None:
    config = example / "automappa/conf/celeryconfig.py"
    config.write_text(config.read_text().replace("imports = (", "# \x1b]0;owned\x07\nimports = ("))
    code, seen = _on_a_terminal("add-task", "mag_summary", "summarize", "--dry-run", cwd=example)
    assert code == 0
    assert "\\x1b]0;owned\\x07" in seen
    assert "\x1b]" not in seen
    assert "\x1b[32m+" in seen


def test_nothing_ever_asks_a_question(example: Path) -> None:
    code, seen = _on_a_terminal("add-page", "taxonomy", cwd=example)
    assert code == 0
    assert "automappa/pages/taxonomy/__init__.py" in seen
    assert "?" not in seen
