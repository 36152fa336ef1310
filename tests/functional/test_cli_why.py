"""``why``: the chain to a task, or the missing link and the command that mends it."""

import json
import shlex
from collections.abc import Callable
from pathlib import Path

from tests.conftest import Ran

Run = Callable[..., Ran]

NAME = "automappa.pages.home.tasks.status_badge.set_badge_color"
INIT = "automappa/pages/home/tasks/__init__.py"
CONFIG = "automappa/conf/celeryconfig.py"


def test_the_chain_of_a_registered_task_is_printed(run_cli: Run, example: Path) -> None:
    ran = run_cli("why", "set_badge_color", cwd=example)
    assert ran.code == 0
    assert f"{NAME}: registered" in ran.out
    assert "automappa.conf.celeryconfig imports[0]" in ran.out
    assert f"{INIT}:3 from .status_badge import set_badge_color" in ran.out


def test_a_task_may_be_named_by_its_place(run_cli: Run, example: Path) -> None:
    place = json.loads(run_cli("why", NAME, "--format", "json", cwd=example).out)["tasks"][0]
    ran = run_cli("why", f"{place['path']}:{place['line']}", "--format", "json", cwd=example)
    assert json.loads(ran.out)["tasks"] == [place]


def assert_mended_by_its_own_command(run_cli: Run, example: Path) -> None:
    ran = run_cli("why", "set_badge_color", "--format", "json", cwd=example)
    assert ran.code == 1
    (entry,) = json.loads(ran.out)["tasks"]
    assert (entry["name"], entry["verdict"]) == (NAME, "not registered")
    program, *arguments = shlex.split(entry["command"])
    assert program == "automappa-scaffold"
    assert run_cli(*arguments, cwd=example).code == 0
    assert run_cli("why", "set_badge_color", cwd=example).code == 0


def test_a_missing_import_is_named_and_its_command_mends_it(run_cli: Run, example: Path) -> None:
    (example / INIT).write_text("")
    assert_mended_by_its_own_command(run_cli, example)


def test_a_missing_entry_is_named_and_its_command_mends_it(run_cli: Run, example: Path) -> None:
    path = example / CONFIG
    path.write_text(path.read_text().replace('"automappa.pages.home.tasks", ', ""))
    assert_mended_by_its_own_command(run_cli, example)


def test_a_worker_that_does_not_start_is_the_reason(run_cli: Run, example: Path) -> None:
    path = example / CONFIG
    path.write_text(path.read_text().replace("pages.home.tasks", "pages.hom.tasks"))
    ran = run_cli("why", "set_badge_color", cwd=example)
    assert ran.code == 1
    assert "the worker does not start" in ran.out
    assert "automappa.pages.hom" in ran.out


def test_an_unknown_name_is_refused_with_the_nearest(run_cli: Run, example: Path) -> None:
    ran = run_cli("why", "set_badge", cwd=example)
    assert ran.code == 2
    assert f"Did you mean {NAME}?" in ran.err
