"""The Python that a project asks for, where ours is none that it takes."""

import sys
from pathlib import Path

import pytest

from automappa_scaffold.operations.workspace import open_workspace
from automappa_scaffold.project import asked_python
from tests.unit.test_project_layout import write

OURS = (3, 11)
ASKED = {
    "a newer one": ({"pyproject.toml": "[project]\nname='x'\nrequires-python = '>=3.13,<4'\n"}, "3.13"),
    "ours will do": ({"pyproject.toml": "[project]\nname='x'\nrequires-python = '>=3.9'\n"}, ""),
    "an older one": ({"pyproject.toml": "[project]\nname='x'\nrequires-python = '>=3.8,<3.11'\n"}, "3.10"),
    "ours is left out": ({"setup.cfg": "[options]\npython_requires = >=3.10, !=3.11.*\n"}, "3.12"),
    "one release of ours is left out": ({"setup.cfg": "[options]\npython_requires = >=3.10, !=3.11.2\n"}, ""),
    "of poetry": ({"pyproject.toml": "[tool.poetry.dependencies]\npython = '^3.12'\n"}, "3.12"),
    "of poetry, below": ({"pyproject.toml": "[tool.poetry.dependencies]\npython = '~3.10'\n"}, "3.10"),
    "either": ({"pyproject.toml": "[tool.poetry.dependencies]\npython = '3.9.* || ^3.13'\n"}, "3.13"),
    "of setup.py": ({"setup.py": "setup(name='x', python_requires='~=3.12')\n"}, "3.12"),
    "of a Pipfile": ({"Pipfile": '[requires]\npython_version = "3.13"\n'}, "3.13"),
    "pinned": (
        {".python-version": "3.12.4\n", "pyproject.toml": "[project]\nrequires-python='>=3.9'\n"},
        "3.12",
    ),
    "pinned for a platform": ({"runtime.txt": "python-3.13.1\n"}, "3.13"),
    "pinned to what is no version": ({".python-version": "my-venv\n"}, ""),
    "up to a release of ours": ({"setup.cfg": "[options]\npython_requires = >=3.8,<3.11.5\n"}, ""),
    "not understood": ({"pyproject.toml": "[project]\nrequires-python = 'three'\n"}, ""),
    "allows none": ({"pyproject.toml": "[project]\nrequires-python = '<3'\n"}, ""),
    "not sound": ({"setup.cfg": "python_requires\n", "Pipfile": "["}, ""),
    "nothing": ({}, ""),
}


@pytest.fixture
def _ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked_python, "sys", type("sys", (), {"version_info": (*OURS, 0)}))


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.usefixtures("_ours")
def test_the_nearest_python_that_is_allowed_is_taken(name: str, tmp_path: Path) -> None:
    files, expected = ASKED[name]
    write(tmp_path, {"jobs.py": "from celery import Celery\nqueue = Celery('x')\n", **files})
    workspace = open_workspace(tmp_path)
    assert workspace.start.python_version == expected


def test_names_of_a_newer_python_are_there_where_the_project_asks_for_it(tmp_path: Path) -> None:
    jobs = (
        "import warnings\nfrom celery import Celery\nqueue = Celery('x')\n\n\n"
        "@warnings.deprecated('old')\ndef old():\n    pass\n\n\n@queue.task\ndef pack():\n    pass\n"
    )
    project = "[project]\nname = 'x'\nrequires-python = '>=3.13'\n"
    write(tmp_path, {"pyproject.toml": project, "jobs.py": jobs})
    registry = open_workspace(tmp_path).predict().registry
    assert (registry.error, sorted(registry.names), registry.unknown) == (None, ["jobs.pack"], ())
    if sys.version_info < (3, 13):
        assert "the worker runs Python 3.13, as pyproject.toml asks for" in registry.assumptions
