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
