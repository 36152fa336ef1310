"""The folder that a worker starts in is on its module path for a time only, unless something keeps it there.

Seen with Celery 5.7: ``celery -A worker worker`` does not find ``jobs`` when it searches packages for tasks;
with ``PYTHONPATH=.``, and as ``python -m celery``, it registers ``jobs.tasks.weigh``.
"""

from pathlib import Path

import pytest

from automappa_scaffold.operations.check import check
from automappa_scaffold.operations.workspace import open_workspace
from tests.unit.test_project_layout import write

FILES = {
    "worker.py": "from celery import Celery\n\nshop = Celery('shop')\nshop.autodiscover_tasks(['jobs'])\n",
    "jobs/__init__.py": "",
    "jobs/tasks.py": "from worker import shop\n\n\n@shop.task\ndef weigh():\n    pass\n",
}
LAUNCH = "FROM python:3.12\nWORKDIR /srv\n{}COPY . .\nCMD {}\n"
KEEPING = {
    "PYTHONPATH of the image": LAUNCH.format("ENV PYTHONPATH=/srv\n", "celery -A worker worker"),
    "PYTHONPATH of the command": LAUNCH.format("", "PYTHONPATH=. celery -A worker worker"),
    "celery as a module": LAUNCH.format("", "python -m celery -A worker worker"),
}


def test_searched_packages_beside_the_app_are_not_found(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "Dockerfile": LAUNCH.format("", "celery -A worker worker")})

    registry = open_workspace(tmp_path).predict().registry

    assert registry.error is not None
    assert registry.error.message == "ModuleNotFoundError: No module named 'jobs'"
    (finding,) = check(open_workspace(tmp_path)).findings
    assert (finding.code, str(finding.place.path)) == ("AMS102", "worker.py")
    assert "name the folder in PYTHONPATH" in finding.message
    assert any("PYTHONPATH does not name its folder" in note for note in registry.assumptions)


@pytest.mark.parametrize("dockerfile", KEEPING.values(), ids=KEEPING)
@pytest.mark.parametrize("app", ["", "worker"])
def test_what_keeps_the_folder_on_the_module_path(tmp_path: Path, dockerfile: str, app: str) -> None:
    write(tmp_path, {**FILES, "Dockerfile": dockerfile})

    registry = open_workspace(tmp_path, app=app).predict().registry

    assert (registry.error, registry.unknown) == (None, ())
    assert [task.name for task in registry.tasks] == ["jobs.tasks.weigh"]


def test_pythonpath_of_ours_keeps_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, FILES)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    assert [task.name for task in open_workspace(tmp_path).predict().registry.tasks] == ["jobs.tasks.weigh"]


def test_a_project_that_may_be_installed_is_not_told_to_fail(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "setup.py": "from setuptools import setup\n\nsetup(packages=['jobs'])\n"})

    registry = open_workspace(tmp_path).predict().registry

    assert registry.error is None
    assert registry.unknown
