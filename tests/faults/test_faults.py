"""Every file operation of every writing command fails, or is the moment of a kill: none is skipped."""

import json
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from automappa_scaffold.operations.add_task import AddTaskRequest, add_task
from automappa_scaffold.operations.workspace import open_workspace
from tests.conftest import REPOSITORY
from tests.faults.runner import COMMANDS
from tests.faults.tracing import FAULTS
from tests.functional.conftest import FILES

PAGES = "from . import cart, home, zoo\n\n__all__ = ['cart', 'home', 'zoo']\n"


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """A small app: three pages that are named, tasks of two of them, one of which is the only one."""
    root = tmp_path / "app"
    files = {**FILES, "shop/pages/__init__.py": PAGES}
    files |= {f"shop/pages/{page}/layout.py": "" for page in ("cart", "home", "zoo")}
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def run_all(app: Path, work: Path, command: str) -> dict[str, Any]:
    code = "from tests.faults.runner import main; main()"
    done = subprocess.run(
        [sys.executable, "-B", "-W", "ignore", "-c", code, str(app), str(work), command],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=1800,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.skipif(platform.machine() != "x86_64", reason="system calls are told apart on x86_64 alone")
@pytest.mark.parametrize("command", COMMANDS)
def test_no_fault_at_any_operation_leaves_half_a_change(app: Path, tmp_path: Path, command: str) -> None:
    if command == "remove the last task":
        add_task(open_workspace(app), AddTaskRequest("zoo", "last", body="echo"))
    if command == "remove one of two":
        add_task(open_workspace(app), AddTaskRequest("home", "blink", module="status_badge", body="echo"))
    ran = run_all(app, tmp_path / "work", command)
    whole, before, after = ran["whole"], ran["before"], ran["after"]
    assert whole["code"] == 0
    assert len(whole["operations"]) > 12
    assert before["digest"] != after["digest"]
    assert len(ran["faults"]) == len(FAULTS) * len(whole["operations"])
    for one in ran["faults"]:
        where = f"{one['fault']} at operation {one['number']}: {whole['operations'][one['number'] - 1]}"
        # What was let fail is just what the whole command does, and not one operation less.
        assert one["operations"][: one["number"]] == whole["operations"][: one["number"]], where
        assert one["tasks"] is not None, f"{where}: the app does not start"
        assert set(before["tasks"]) & set(after["tasks"]) <= set(one["tasks"]), where
        assert set(one["tasks"]) <= {*before["tasks"], *after["tasks"]}, where
        assert one["digest_again"] == after["digest"], f"{where}: running it again does not complete it"
        judge(one, before["digest"], after["digest"], where)


def judge(one: dict[str, Any], before: str, after: str, where: str) -> None:
    """Hold what one fault left against what it may leave."""
    operation = one["operations"][one["number"] - 1]
    is_gone = one["tasks"] is not None and one["again"] == 2  # what is to be removed is not there any more
    if one["fault"] == "kill":
        assert one["code"] == -9, where
        assert one["again"] == 0 or is_gone, where
    elif one["fault"] == "full disk" and one["code"] == 0:
        # What a write can do without: hard links, rights, and tidying up, which the next run does.
        assert operation in ("link", "fchmod", "unlink", "unlinkat", "rmdir"), where
        assert one["digest"] == after or one["temporary"], where
    elif one["code"] == 0:
        assert (one["digest"], one["temporary"]) == (after, 0), where
    else:
        assert one["code"] == {"full disk": 2, "Ctrl-C": 130, "kill politely": 143}[one["fault"]], where
        assert one["temporary"] == 0, where
        # After the last stroke an interrupt comes too late to take anything back.
        assert one["digest"] == before or (one["fault"] != "full disk" and one["digest"] == after), where
