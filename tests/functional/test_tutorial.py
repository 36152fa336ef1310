"""The tutorial, run word for word: every command, and all that it is said to print."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, clean_environ

TUTORIAL = REPOSITORY / "docs" / "tutorial.md"


def read_steps(text: str) -> Iterator[tuple[str, str]]:
    """Yield each command of the console blocks, and what is printed below it."""
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        command, printed = "", ""
        for line in block.splitlines():
            if line.startswith("$ "):
                if command:
                    yield command, printed
                command, printed = line[2:], ""
            elif line.startswith(">") and not printed:
                command += "\n" + line[2:]
            else:
                printed += line + "\n"
        yield command, printed


def test_every_line_of_the_tutorial_holds(tmp_path: Path) -> None:
    pytest.importorskip("celery")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environ = clean_environ(PATH=path)
    steps = list(read_steps(TUTORIAL.read_text(encoding="utf-8")))
    assert len(steps) > 12
    folder = tmp_path
    for command, printed in steps:
        if command.startswith("cd "):
            folder = folder / command[3:]
            continue
        done = subprocess.run(
            ["bash", "-c", command], cwd=folder, env=environ, capture_output=True, text=True, timeout=300
        )
        assert done.stdout + done.stderr == printed, f"$ {command}"


def test_commands_of_the_other_pages_exist() -> None:
    from automappa_scaffold.cli.commands import COMMANDS

    pages = [*(REPOSITORY / "docs").rglob("*.md"), REPOSITORY / "README.md"]
    for page in pages:
        for name in re.findall(r"^\s{4}automappa-scaffold ([a-z-]+)", page.read_text("utf-8"), re.MULTILINE):
            assert name in COMMANDS or name.startswith("-"), f"{page}: {name}"
