"""``why``: the chain to a task, or the missing link and the command that mends it."""

import json
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from automappa_scaffold.operations.why import explain_task
from automappa_scaffold.operations.workspace import open_workspace
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


SMALL = """
# file: pyproject.toml
[tool.automappa-scaffold]
app = "shop.app:queue"
# file: shop/__init__.py
# file: shop/app.py
from celery import Celery
queue = Celery("shop", include=["shop.reached", "shop.guards", "shop.others"])
# file: shop/reached.py
from functools import wraps
from shop.app import queue

@queue.task(
    bind=True,
)
def deep(self):
    def inner():
        return 1
    return inner()

def plain():
    return 2

def on_click():
    from shop import lazy
    return lazy
# file: shop/lazy.py
from shop.app import queue

@queue.task
def only_lazily():
    return 1
# file: shop/guards.py
import sys
from shop.app import queue

if sys.platform == "win32":

    @queue.task
    def on_windows():
        return 1
# file: shop/others.py
import celery
from celery import Celery
from shop.app import queue

other = Celery("other", set_as_current=False)

@other.task(shared=False)
def elsewhere():
    return 1

@queue.task(name="gone")
def removed():
    return 1

@queue.on_after_finalize.connect
def take_out(sender, **kwargs):
    sender.tasks.unregister("gone")

class Unused(celery.Task):
    name = "shop.unused"
    def run(self):
        return 1
# file: shop/orphan.py
from shop.app import queue

@queue.task
def alone():
    return 1
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    for part in SMALL.split("# file: ")[1:]:
        name, _, text = part.partition("\n")
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def explain(run_cli: Run, folder: Path, name: str) -> dict[str, str]:
    ran = run_cli("why", name, "--format", "json", cwd=folder)
    assert ran.code in (0, 1), ran.err
    (entry,) = json.loads(ran.out)["tasks"]
    assert entry["verdict"] == ("not registered" if ran.code else "registered")
    return dict(entry)


@pytest.mark.parametrize("line", [4, 5, 7, 8, 9, 10])
def test_any_line_of_a_definition_means_its_task(run_cli: Run, small: Path, line: int) -> None:
    assert explain(run_cli, small, f"shop/reached.py:{line}")["name"] == "shop.reached.deep"


def test_a_line_of_a_plain_function_is_refused(run_cli: Run, small: Path) -> None:
    ran = run_cli("why", "shop/reached.py:13", cwd=small)
    assert ran.code == 2
    assert "plain, at shop/reached.py:13, is no task" in ran.err


@pytest.mark.parametrize("place", ["shop/reached.py:1", "shop/none.py:3"])
def test_a_place_without_a_definition_is_refused(run_cli: Run, small: Path, place: str) -> None:
    assert run_cli("why", place, cwd=small).code == 2


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("only_lazily", "only inside on_click()"),
        ("shop.guards.on_windows", "sys.platform == 'win32'"),
        ("elsewhere", "other"),
        ("gone", "taken out"),
        ("alone", "shop.orphan"),
        ("shop/guards.py:7", "sys.platform"),
        ("shop/orphan.py:5", "shop.orphan"),
        ("shop/others.py:9", "other"),
    ],
)
def test_the_missing_link_is_told(run_cli: Run, small: Path, name: str, words: str) -> None:
    entry = explain(run_cli, small, name)
    assert entry["verdict"] == "not registered"
    assert words in entry["reason"]


def test_the_missing_links_are_listed_as_unregistered(run_cli: Run, small: Path) -> None:
    listed = json.loads(run_cli("tasks", "--format", "json", cwd=small).out)["unregistered"]
    assert {(task["name"], task["reason"]) for task in listed} >= {
        ("shop.lazy.only_lazily", "AMS204"),
        ("shop.guards.on_windows", "AMS205"),
        ("shop.orphan.alone", "AMS101"),
        ("shop.others.elsewhere", "AMS312"),
        ("gone", "AMS314"),
    }
    assert "shop.reached.deep" not in {task["name"] for task in listed}


def test_a_folder_without_init_is_the_reason_for_each_of_its_tasks(tmp_path: Path) -> None:
    files = {
        "pyproject.toml": '[project]\nname = "shop"\nversion = "1"\ndependencies = ["celery"]\n',
        "shop/__init__.py": "",
        "shop/tasks.py": "from celery import Celery\n\n"
        "queue = Celery(__name__, include=['shop.pages.cart.tasks'])\n",
        "shop/pages/__init__.py": "",
        "shop/pages/cart/__init__.py": "",
        "shop/pages/cart/tasks/fill.py": "from shop.tasks import queue\n\n\n@queue.task\ndef fill(): ...\n",
        "shop/pages/cart/tasks/pay.py": "from shop.tasks import queue\n\n\n@queue.task\ndef pay(): ...\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    for task in ("fill", "pay"):
        workspace = open_workspace(tmp_path, app="shop.tasks:queue", use_cache=False)
        (explained,) = explain_task(workspace, f"shop.pages.cart.tasks.{task}.{task}")
        assert "has no __init__.py" in explained.reason


BADGE = "automappa/pages/home/tasks/status_badge.py"


def explained(run_cli: Run, example: Path, wanted: str) -> tuple[str, str, str]:
    """Return name, verdict and reason of the one task that is meant."""
    ran = run_cli("why", wanted, "--format", "json", cwd=example)
    (entry,) = json.loads(ran.out)["tasks"]
    return entry["name"], entry["verdict"], entry["reason"] or ""


def add(example: Path, path: str, text: str) -> int:
    """Append to a file; return the line of the first ``def`` in what was added."""
    file = example / path
    before = file.read_text() + "\n\n"
    file.write_text(before + text)
    return before.count("\n") + text[: text.index("def ")].count("\n") + 1


def test_a_function_is_meant_by_its_name_whatever_its_task_is_called(run_cli: Run, example: Path) -> None:
    add(example, BADGE, '@queue.task(name="reports.total")\ndef compute_total():\n    return 1\n')
    assert explained(run_cli, example, "compute_total")[:2] == ("reports.total", "registered")
    other = "automappa/pages/home/tasks/later.py"
    (example / other).write_text(
        'from automappa.tasks import queue\n\n\n@queue.task(name="reports.later")\n'
        "def compute_later():\n    return 1\n"
    )
    assert explained(run_cli, example, "compute_later")[:2] == ("reports.later", "not registered")


def test_a_task_below_a_decorator_is_registered_under_its_name(run_cli: Run, example: Path) -> None:
    text = (
        "def timed(function):\n    def wrapper(*args):\n        return function(*args)\n\n"
        "    return wrapper\n\n\n"
        "@queue.task\n@timed\ndef slow():\n    return 1\n"
    )
    line = add(example, BADGE, text) + 9
    name = "automappa.pages.home.tasks.status_badge"
    for wanted in (f"{name}.slow", f"{BADGE}:{line}", "slow"):
        found = explained(run_cli, example, wanted)
        assert found[:2] == (f"{name}.wrapper", "registered")
        assert "does not keep the name of slow" in found[2]


def test_of_two_tasks_of_one_name_the_place_of_the_lost_one_is_told(run_cli: Run, example: Path) -> None:
    text = '@queue.task(name="twice")\ndef {}():\n    return 1\n'
    lines = [add(example, BADGE, text.format(function)) for function in ("first", "second")]
    found = [explained(run_cli, example, f"{BADGE}:{line}") for line in lines]
    assert sorted(verdict for _, verdict, _ in found) == ["registered", "unknown"]
    assert any("registers one of the two" in reason for _, _, reason in found)
    assert explained(run_cli, example, "twice")[1] == "registered"


def test_a_hidden_name_is_told_as_such(run_cli: Run, example: Path) -> None:
    add(example, BADGE, '@queue.task(name="celery.mine")\ndef mine():\n    return 1\n')
    for wanted in ("celery.mine", "mine"):
        name, verdict, reason = explained(run_cli, example, wanted)
        assert (name, verdict) == ("celery.mine", "registered")
        assert "leaves it out of its banner" in reason


def test_a_task_that_is_declared_too_late_is_refused(run_cli: Run, example: Path) -> None:
    text = (
        "from celery.signals import worker_ready\n\n\n@worker_ready.connect\ndef ready(**_):\n"
        '    @queue.task(name="home.late")\n    def declared_late():\n        return 1\n'
    )
    add(example, BADGE, text)
    for wanted in ("home.late", "declared_late"):
        name, verdict, reason = explained(run_cli, example, wanted)
        assert (name, verdict) == ("home.late", "not registered")
        assert "refuses its messages" in reason


def test_a_module_that_a_handler_gives_up_is_told(run_cli: Run, example: Path) -> None:
    path = example / BADGE
    path.write_text(path.read_text().replace("import queue", "import quue").replace("@queue", "@quue"))
    (example / INIT).write_text(
        "try:\n    from .status_badge import set_badge_color\n"
        "except ImportError:\n    set_badge_color = None\n"
    )
    for wanted in (NAME, "set_badge_color"):
        _, verdict, reason = explained(run_cli, example, wanted)
        assert verdict == "not registered"
        assert "has no quue: this line raises ImportError. Did you mean queue?" in reason


def test_what_decides_an_unknown_import_is_told(run_cli: Run, example: Path) -> None:
    (example / CONFIG).write_text(
        'import urllib.request\n\nimports = urllib.request.urlopen("http://x").read().split()\n'
    )
    _, verdict, reason = explained(run_cli, example, "set_badge_color")
    assert verdict == "unknown"
    assert "urlopen" in reason


def test_a_function_without_a_decorator_is_no_task(run_cli: Run, example: Path) -> None:
    add(example, BADGE, "def plain():\n    return 1\n")
    ran = run_cli("why", "automappa.pages.home.tasks.status_badge.plain", cwd=example)
    assert ran.code == 2
    assert f"plain, which {BADGE} defines, is no task" in ran.err
