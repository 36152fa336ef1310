import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran

Run = Callable[..., Ran]
Digest = Callable[[Path], str]

NEW = "automappa.pages.mag_summary.tasks.summarize_bins.summarize_bins"
ADD = (
    "add-task",
    "mag_summary",
    "summarize_bins",
    "--param",
    "metagenome_id: int",
    "--returns",
    "int",
    "--body",
    "echo",
)
INIT = "automappa/pages/home/tasks/__init__.py"
CONFIG = "automappa/conf/celeryconfig.py"


def test_a_new_task_is_made_listed_checked_and_found_by_the_worker(run_cli: Run, example: Path) -> None:
    ran = run_cli(*ADD, cwd=example)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "create automappa/pages/mag_summary/tasks/summarize_bins.py",
        "create automappa/pages/mag_summary/tasks/__init__.py",
        "edit   automappa/conf/celeryconfig.py",
        f"The worker will register {NEW}.",
    ]
    assert '"automappa.pages.mag_summary.tasks"' in (example / CONFIG).read_text()
    said = run_cli("check", cwd=example).out
    assert re.fullmatch(
        r"no findings: 9 tasks registered(, given \d+ assumptions? \(-v lists them\))?\n", said
    )
    reported = run_cli("tasks", "--from", "worker", "--format", "names", cwd=example).out.split()
    assert NEW in reported
    assert len(reported) == 9


def test_a_task_that_is_in_place_stays_as_it_is(run_cli: Run, example: Path, tree_digest: Digest) -> None:
    before = tree_digest(example)
    ran = run_cli("add-task", "home", "set_badge_color", cwd=example)
    assert (ran.code, ran.err) == (0, "")
    badge = "automappa.pages.home.tasks.status_badge.set_badge_color"
    assert ran.out == f"All is in place: the worker registers {badge}.\n"
    assert run_cli("add-task", "home", "set_badge_color", "--check", cwd=example).code == 0
    assert tree_digest(example) == before


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (CONFIG, '"automappa.pages.home.tasks", ', ""),
        (INIT, "from .status_badge import set_badge_color\n\n", ""),
        (INIT, '__all__ = ["set_badge_color"]', "__all__: list[str] = []"),
    ],
)
def test_only_the_missing_step_is_added(run_cli: Run, example: Path, path: str, old: str, new: str) -> None:
    whole = (example / path).read_text()
    assert old in whole
    (example / path).write_text(whole.replace(old, new))
    assert run_cli("add-task", "home", "set_badge_color", "--check", cwd=example).code == 1
    ran = run_cli("add-task", "home", "set_badge_color", cwd=example)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[0] == f"edit   {path}"
    assert len(ran.out.splitlines()) == 2
    assert run_cli("check", cwd=example).code == 0


def test_a_dry_run_prints_a_diff_that_git_applies_to_the_same_result(
    run_cli: Run, example: Path, tree_digest: Digest
) -> None:
    before = tree_digest(example)
    ran = run_cli(*ADD, "--dry-run", cwd=example)
    assert ran.code == 0
    assert ran.err == f"The worker would register {NEW}.\n"
    assert tree_digest(example) == before
    subprocess.run(["git", "apply"], input=ran.out, text=True, cwd=example, check=True)
    again = run_cli(*ADD, cwd=example)
    assert again.out == f"All is in place: the worker registers {NEW}.\n"


def test_json_names_the_task_and_every_file(run_cli: Run, example: Path) -> None:
    ran = run_cli(*ADD, "--format", "json", cwd=example)
    document = json.loads(ran.out)
    assert (ran.code, ran.err) == (0, "")
    assert (document["task"], document["written"]) == (NEW, True)
    assert {change["path"]: change["action"] for change in document["changes"]} == {
        "automappa/pages/mag_summary/tasks/summarize_bins.py": "create",
        "automappa/pages/mag_summary/tasks/__init__.py": "create",
        CONFIG: "edit",
    }


def test_every_option_reaches_the_new_task(run_cli: Run, example: Path) -> None:
    ran = run_cli(
        *("add-task", "home", "recolor", "--module", "colors", "--no-bind", "--name", "home.recolor"),
        *("--param", "color: str", "--param", 'shade: str = "dark"', "--returns", "str | None"),
        *("--queue-option", "max_retries=3", "--queue-option", "acks_late=True", "--doc", "Paint it anew."),
        cwd=example,
    )
    assert (ran.code, ran.err) == (0, "")
    text = (example / "automappa/pages/home/tasks/colors.py").read_text()
    assert 'def recolor(color: str, shade: str = "dark") -> str | None:' in text
    for part in ("max_retries=3", "acks_late=True", 'name="home.recolor"', "Paint it anew."):
        assert part in text
    assert "bind" not in text
    assert "home.recolor" in run_cli("tasks", "--format", "names", cwd=example).out.split()
