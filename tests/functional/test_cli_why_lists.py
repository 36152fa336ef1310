"""``why`` names the first missing link of each kind, and the command that it prints mends it."""

import json
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran

Run = Callable[..., Ran]

BASE = Path(__file__).parents[1] / "rules" / "base"
NAME = "automappa.pages.home.tasks.status_badge.set_badge_color"
APP = "automappa/tasks.py"
CONFIG = "automappa/conf/celeryconfig.py"
INIT = "automappa/pages/home/tasks/__init__.py"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    shutil.copytree(BASE, tmp_path / "app", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "app"


def change(folder: Path, path: str, old: str, new: str) -> None:
    text = (folder / path).read_text()
    assert old in text
    (folder / path).write_text(text.replace(old, new))


def remove_init(folder: Path) -> None:
    (folder / INIT).unlink()


def guard_import(folder: Path) -> None:
    line = "from .status_badge import set_badge_color"
    change(folder, INIT, line, f"from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    {line}")


def overwrite_imports(folder: Path) -> None:
    path = folder / CONFIG
    path.write_text(path.read_text() + '\nimports = ("automappa.pages.mag_summary.tasks",)\n')


def overwrite_in_app(folder: Path) -> None:
    path = folder / APP
    path.write_text(path.read_text() + '\nqueue.conf.imports = ("automappa.pages.mag_summary.tasks",)\n')


def look_for_other_modules(folder: Path) -> None:
    search = 'queue.autodiscover_tasks(["automappa.pages.home"], related_name="jobs")'
    change(folder, APP, 'queue.config_from_object("automappa.conf.celeryconfig")', search)


def shout_the_setting(folder: Path) -> None:
    change(folder, CONFIG, "imports =", "IMPORTS =")


def forget_the_settings(folder: Path) -> None:
    change(folder, APP, 'queue.config_from_object("automappa.conf.celeryconfig")', "")


LINKS = [
    (remove_init, "has no __init__.py"),
    (guard_import, "does not import status_badge"),
    (overwrite_imports, "This imports is replaced by the one at automappa/conf/celeryconfig.py"),
    (overwrite_in_app, "This imports is replaced by the one at automappa/tasks.py"),
    (look_for_other_modules, "is never given to config_from_object"),
    (shout_the_setting, "IMPORTS is not a setting"),
    (forget_the_settings, "is never given to config_from_object"),
]


@pytest.mark.parametrize(("break_link", "words"), LINKS, ids=[link.__name__ for link, _ in LINKS])
@pytest.mark.parametrize("name", [NAME, "automappa/pages/home/tasks/status_badge.py:7"])
def test_a_missing_link_is_named_and_its_command_mends_it(
    break_link: Callable[[Path], None], words: str, name: str, run_cli: Run, small: Path
) -> None:
    break_link(small)
    ran = run_cli("why", name, "--format", "json", cwd=small)
    assert ran.code == 1, ran.err
    (entry,) = json.loads(ran.out)["tasks"]
    assert (entry["name"], entry["verdict"]) == (NAME, "not registered")
    assert words in entry["reason"]
    program, *arguments = shlex.split(entry["command"])
    assert program == "automappa-scaffold"
    assert run_cli(*arguments, cwd=small).code == 0
    assert run_cli("why", "set_badge_color", cwd=small).code == 0


def test_a_module_beside_a_package_of_its_name_is_told(run_cli: Run, small: Path) -> None:
    text = "from automappa.tasks import queue\n\n\n@queue.task\ndef hidden():\n    return 1\n"
    (small / "automappa/pages/home/tasks.py").write_text(text)
    ran = run_cli("why", "hidden", cwd=small)
    assert ran.code == 1
    assert "the package automappa/pages/home/tasks/ has the same name and comes first" in ran.out
    assert "Rename one of the two" in ran.out


def test_where_another_app_is_taken_that_is_said_and_no_list_is_blamed(run_cli: Run, small: Path) -> None:
    change(small, APP, "queue = Celery(", 'spare = Celery("spare")\nqueue = Celery(')
    ran = run_cli("why", "set_badge_color", "-A", "automappa.tasks", cwd=small)
    assert ran.code == 1
    assert "the worker takes the one of line 5, not the one of line 6" in ran.out
    assert "by hand" not in ran.out
    assert run_cli("why", "set_badge_color", "-A", "automappa.tasks:queue", cwd=small).code == 0


def test_a_file_that_celery_itself_hides_is_named(run_cli: Run, tmp_path: Path) -> None:
    text = 'from celery import Celery\n\nqueue = Celery("x")\n\n\n@queue.task\ndef hidden():\n    return 1\n'
    (tmp_path / "celery.py").write_text(text)
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "shop"\nversion = "1"\n')
    ran = run_cli("why", "hidden", "-A", "celery", cwd=tmp_path)
    assert ran.code == 1
    assert "Rename celery.py" in ran.out
    assert run_cli("why", "another", "-A", "celery", cwd=tmp_path).code == 2


TASK = "from automappa.tasks import queue\n\n\n@queue.task\ndef {}():\n    return 1\n"
GUARDED = (
    "try:\n    from .status_bagde import set_badge_color\nexcept ImportError:\n    set_badge_color = None\n"
)
IN_FUNCTION = "def click():\n    from automappa.reports import write\n\n    write.delay()\n"
CALLS_FOR_FIX = {
    "a folder that is no package": (
        {"automappa/pages/extra/tasks.py": TASK.format("extra")},
        "extra",
        "AMS101",
    ),
    "an import that is misspelt and guarded": (
        {INIT: GUARDED},
        "set_badge_color",
        "AMS206",
    ),
    "an entry that is misspelt": (
        {CONFIG: 'imports = ("automappa.pages.hoome.tasks",)\n'},
        "set_badge_color",
        "AMS102",
    ),
    "an import in a function alone": (
        {
            "automappa/reports.py": TASK.format("write"),
            "automappa/pages/home/__init__.py": IN_FUNCTION,
        },
        "write",
        "AMS204",
    ),
    "a misspelt module": (
        {INIT: 'from .statusbadge import set_badge_color\n\n__all__ = ["set_badge_color"]\n'},
        "set_badge_color",
        "AMS207",
    ),
    "a misspelt name": (
        {INIT: 'from .status_badge import set_badge_colour\n\n__all__ = ["set_badge_colour"]\n'},
        "automappa/pages/home/tasks/status_badge.py:7",
        "AMS207",
    ),
    "misspelt settings": (
        {
            APP: "from celery import Celery\n\nqueue = Celery(__name__)\n"
            'queue.config_from_object("automappa.conf.celeryconf")\n'
        },
        "set_badge_color",
        "AMS109",
    ),
}


@pytest.mark.parametrize("link", CALLS_FOR_FIX)
def test_where_no_task_can_be_added_a_fix_is_named_that_mends_it(
    link: str, run_cli: Run, small: Path
) -> None:
    files, name, code = CALLS_FOR_FIX[link]
    for path, text in files.items():
        (small / path).parent.mkdir(exist_ok=True)
        (small / path).write_text(text)
    ran = run_cli("why", name, "--format", "json", cwd=small)
    assert ran.code == 1, ran.err
    (entry,) = json.loads(ran.out)["tasks"]
    assert entry["command"] == f"automappa-scaffold check --fix --select {code}"
    assert run_cli(*shlex.split(entry["command"])[1:], cwd=small).code == 0
    assert run_cli("why", name, cwd=small).code == 0


def test_no_command_is_named_that_would_be_refused(run_cli: Run, small: Path) -> None:
    """A second settings module replaces the first: which of them is right, only its author knows."""
    (small / "automappa/conf/local.py").write_text('imports = ("automappa.pages.home.tasks",)\n')
    loaded = 'queue.config_from_object("automappa.conf.celeryconfig")'
    change(small, APP, loaded, f'{loaded}\nqueue.config_from_object("automappa.conf.local")')
    ran = run_cli("why", "summarize", "--format", "json", cwd=small)
    (entry,) = json.loads(ran.out)["tasks"]
    assert (ran.code, entry["command"]) == (1, None)
    assert "is replaced by the one at automappa/conf/local.py:1" in entry["reason"]
    assert 'Add "automappa.pages.mag_summary.tasks" by hand' in entry["reason"]


def test_a_place_may_be_written_with_backslashes(run_cli: Run, small: Path) -> None:
    ran = run_cli("why", "automappa\\pages\\home\\tasks\\status_badge.py:7", cwd=small)
    assert ran.code == 0, ran.err
    assert NAME in ran.out


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("automappa/pages/home/tasks/status_badge.py", "PATH:LINE"),
        ("celery.ping", "Celery's own tasks"),
        ("set_badge_colour", f"Did you mean {NAME}?"),
        ("automappa.pages.home.tasks.set_badge_color", f"Did you mean {NAME}?"),
        ("paint", "makes a function a task"),
    ],
)
def test_what_is_no_task_is_told_with_what_may_be_meant(
    name: str, hint: str, run_cli: Run, small: Path
) -> None:
    (small / "automappa/painting.py").write_text("def paint(color):\n    return color\n")
    ran = run_cli("why", name, cwd=small)
    assert (ran.code, ran.out) == (2, "")
    assert hint in ran.err


def test_an_import_under_a_condition_is_told_as_such(run_cli: Run, small: Path) -> None:
    line = "from .status_badge import set_badge_color"
    change(small, INIT, line, f"BADGES = False\nif BADGES:\n    {line}")
    ran = run_cli("why", "set_badge_color", cwd=small)
    assert ran.code == 1
    assert "imports status_badge under a condition that does not hold" in ran.out
    assert "does not import" not in ran.out
    assert run_cli("check", cwd=small).out.startswith(f"{INIT}:5:5 AMS201")


def test_a_handler_that_is_gone_before_its_signal_is_told_as_such(run_cli: Run, small: Path) -> None:
    text = (
        "\n\ndef late():\n    return 1\n\n\ndef connect():\n    from celery.signals import worker_init\n\n"
        "    @worker_init.connect\n    def add(**kwargs):\n        queue.task(name='late')(late)\n\n\n"
        "connect()\n"
    )
    (small / APP).write_text((small / APP).read_text() + text)
    ran = run_cli("why", "late", cwd=small)
    assert ran.code == 1
    assert "this one is gone before the signal is sent" in ran.out


def test_a_registered_task_of_a_module_whose_import_failed_is_nowhere_missed(
    run_cli: Run, small: Path
) -> None:
    guarded = "try:\n    from . import status_badge\nexcept ImportError:\n    pass\n"
    (small / INIT).write_text(guarded)
    path = small / "automappa/pages/home/tasks/status_badge.py"
    path.write_text(path.read_text() + "\n\nfrom automappa.missing import helper\n")
    listed = json.loads(run_cli("tasks", "--format", "json", cwd=small).out)
    assert NAME in [task["name"] for task in listed["tasks"]]
    assert "will refuse" not in run_cli("check", cwd=small).out
    assert run_cli("why", "set_badge_color", cwd=small).code == 0


def test_a_file_that_python_itself_hides_is_named(run_cli: Run, tmp_path: Path) -> None:
    (tmp_path / "queue.py").write_text('from celery import Celery\n\napp = Celery("x")\n')
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "shop"\nversion = "1"\n')
    ran = run_cli("check", "-A", "queue", cwd=tmp_path)
    assert ran.code == 1
    assert "queue.py:1:1 AMS114 -A queue leads to Python's own module queue" in ran.out


WRAPPED = """import functools

from automappa.tasks import queue


def timed(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        return function(*args, **kwargs)

    return inner


@queue.task(name="mag_summary.summarize")
@timed
def summarize(sample: str, *, digits: int = 2) -> int:
    return digits
"""


@pytest.mark.parametrize(
    "name",
    [
        "automappa/pages/mag_summary/tasks/quality.py:15",
        "automappa/pages/mag_summary/tasks/quality.py:17",
        "automappa.pages.mag_summary.tasks.quality.summarize",
        "automappa.pages.mag_summary.tasks.quality:summarize",
        "summarize",
    ],
)
def test_a_wrapped_function_is_meant_by_its_own_place_and_path(name: str, run_cli: Run, small: Path) -> None:
    path = "automappa/pages/mag_summary/tasks/quality.py"
    (small / path).write_text(WRAPPED)
    ran = run_cli("why", name, "--format", "json", cwd=small)
    assert ran.code == 0, ran.err
    (entry,) = json.loads(ran.out)["tasks"]
    assert (entry["name"], entry["path"], entry["line"]) == ("mag_summary.summarize", path, 16)
    told = {
        source: next(
            task
            for task in json.loads(run_cli("tasks", "--from", source, "--format", "json", cwd=small).out)[
                "tasks"
            ]
            if task["name"] == "mag_summary.summarize"
        )
        for source in ("static", "worker")
    }
    for key in ("path", "line", "parameters"):
        assert told["static"][key] == told["worker"][key]
