"""Lets every file operation of a command fail in turn, and prints what was left each time, as JSON.

    python -B runner.py SOURCE WORK COMMAND

Run as a process of its own, as it forks: each command is planned once, written on fresh copies of SOURCE.
"""

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import celery.app.utils

from automappa_scaffold.editing.changeset import ChangeSet
from automappa_scaffold.editing.writing import TEMPORARY_PREFIX, write_changes
from automappa_scaffold.operations.add_page import add_page
from automappa_scaffold.operations.add_task import AddTaskRequest, add_task
from automappa_scaffold.operations.remove_task import remove_task
from automappa_scaffold.operations.workspace import Workspace, open_workspace
from automappa_scaffold.operations.writer import only_writer
from tests.faults.tracing import FAULTS, run_traced

Operation = Callable[[Workspace, bool], ChangeSet]

NEW = AddTaskRequest("cart", "count_items", params=("n: int",), returns="int", body="echo", with_test=True)
JOINED = AddTaskRequest("home", "blink", module="status_badge", body="echo")
COMMANDS: dict[str, Operation] = {
    "add a task": lambda w, dry: add_task(w, NEW, dry_run=dry).changeset,
    "add a task to a module": lambda w, dry: add_task(w, JOINED, dry_run=dry).changeset,
    "remove the last task": lambda w, dry: remove_task(w, "last", dry_run=dry).changeset,
    "remove one of two": lambda w, dry: (
        remove_task(w, "set_badge_color", is_forced=True, dry_run=dry).changeset
    ),
    "add a page": lambda w, dry: add_page(w, "cellar", dry_run=dry).changeset,
}


def main() -> None:
    """Run a command whole, then with each fault at each of its operations."""
    source, work, command = Path(sys.argv[1]), Path(sys.argv[2]), COMMANDS[sys.argv[3]]
    whole = fresh(source, work / "whole")
    counted = run_traced(lambda: command(open_workspace(whole), False), whole)
    changes = command(open_workspace(source), True)
    states: dict[str, Any] = {}
    faults = [
        {
            "fault": fault,
            "number": number,
            **meet(source, work / "one", changes, number, fault, command, states),
        }
        for fault in FAULTS
        for number in range(1, len(counted.operations) + 1)
    ]
    before = {"digest": digest(source), "tasks": registered(source)}
    after = {"digest": digest(whole), "tasks": registered(whole)}
    print(json.dumps({"whole": asdict(counted), "before": before, "after": after, "faults": faults}))


def meet(
    source: Path,
    root: Path,
    changes: ChangeSet,
    number: int,
    fault: str,
    command: Operation,
    states: dict[str, Any],
) -> dict[str, Any]:
    """Write the changes with one fault; return what is left then, and after the command was run again."""
    fresh(source, root)

    def write() -> None:
        with only_writer(open_workspace(root)):
            write_changes(changes, root)

    traced = run_traced(write, root, number, fault)
    left: dict[str, Any] = {
        "digest": digest(root),
        "temporary": len(list(root.rglob(f"{TEMPORARY_PREFIX}*"))),
    }
    known = states.get(left["digest"])
    if known is None:  # many faults leave the same
        tasks = registered(root)
        code, _ = in_child(lambda: [str(p) for p in command(open_workspace(root), False).paths])
        known = states[left["digest"]] = {"tasks": tasks, "again": code, "digest_again": digest(root)}
    return {**asdict(traced), **left, **known}


def fresh(source: Path, root: Path) -> Path:
    """Return a copy of an app."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(source, root)
    return root


def in_child(function: Callable[[], Any]) -> tuple[int, Any]:
    """Return a child's exit code and what its function returned."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        try:
            os.write(writer, json.dumps(function()).encode())
        except BaseException as error:
            os._exit(2 if type(error).__module__ == "automappa_scaffold.errors" else 9)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as file:
        said = file.read()
    status = os.waitpid(pid, 0)[1]
    return os.waitstatus_to_exitcode(status), json.loads(said) if said else None


def registered(root: Path) -> list[str] | None:
    """Return what Celery registers, or None where the app does not start."""

    def ask() -> list[str]:
        os.chdir(root)
        sys.path.insert(0, str(root))
        sys.dont_write_bytecode = True
        app = celery.app.utils.find_app("shop.tasks:queue")
        app.loader.import_default_modules()
        app.finalize()
        return sorted(name for name in app.tasks if not name.startswith("celery."))

    names: list[str] | None = in_child(ask)[1]
    return names


def digest(root: Path) -> str:
    """Return a digest of every name, mode and byte, the temporary ones included."""
    found = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        data = path.read_bytes() if path.is_file() else b""
        name = "temporary" if TEMPORARY_PREFIX in str(path) else str(path.relative_to(root))
        found.update(f"{name}\0{path.stat().st_mode}\0{len(data)}\0".encode() + data)
    return found.hexdigest()


if __name__ == "__main__":
    main()
