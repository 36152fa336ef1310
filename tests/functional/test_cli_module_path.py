"""From which folders the worker is taken to import."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Ran

APP = "from celery import Celery\n\napp = Celery('x')\n\n\n@app.task\ndef t():\n    return 1\n"


@pytest.fixture
def ask(run_cli: Callable[..., Ran]) -> Callable[..., dict[str, Any]]:
    """Return a function that gives the JSON of ``tasks``."""

    def run(cwd: Path, *arguments: str, **environ: str) -> dict[str, Any]:
        ran = run_cli("tasks", "--format", "json", *arguments, cwd=cwd, environ=environ)
        answer: dict[str, Any] = json.loads(ran.out)
        return answer

    return run


@pytest.fixture
def src_project(tmp_path: Path) -> Path:
    """Return a project whose package lies in ``src``."""
    package = tmp_path / "src" / "pkg"
    package.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\nversion = '1'\n")
    (package / "__init__.py").write_text("")
    (package / "app.py").write_text(APP)
    return tmp_path


def test_an_env_file_may_say_what_is_searched(src_project: Path, ask: Callable[..., dict[str, Any]]) -> None:
    (src_project / "worker.env").write_text(f"PYTHONPATH={src_project / 'src'}\n")
    (src_project / "deploy").mkdir()
    arguments = ("-A", "pkg.app", "--project", ".", "--workdir", "deploy")
    answer = ask(src_project, *arguments, AUTOMAPPA_SCAFFOLD_ENV_FILE="worker.env")
    assert [task["name"] for task in answer["tasks"]] == ["pkg.app.t"]
    truth = ask(src_project, *arguments, "--from", "worker", AUTOMAPPA_SCAFFOLD_ENV_FILE="worker.env")
    assert truth["tasks"][0]["name"] == "pkg.app.t"


def test_that_a_src_folder_is_searched_is_an_assumption(
    src_project: Path, ask: Callable[..., dict[str, Any]]
) -> None:
    answer = ask(src_project, "-A", "pkg.app")
    assert [task["name"] for task in answer["tasks"]] == ["pkg.app.t"]
    assert any(note.startswith("src is on the worker's module path") for note in answer["assumptions"])


def test_a_src_folder_in_pythonpath_is_no_assumption(
    src_project: Path, ask: Callable[..., dict[str, Any]]
) -> None:
    answer = ask(src_project, "-A", "pkg.app", PYTHONPATH=str(src_project / "src"))
    assert [task["name"] for task in answer["tasks"]] == ["pkg.app.t"]
    assert not [note for note in answer["assumptions"] if "module path" in note]


def test_pythonpath_counts_from_where_the_command_is_given(
    src_project: Path, ask: Callable[..., dict[str, Any]]
) -> None:
    (src_project / "deploy").mkdir()
    answer = ask(src_project, "-A", "pkg.app", "--project", ".", "--workdir", "deploy", PYTHONPATH="src")
    assert [task["name"] for task in answer["tasks"]] == ["pkg.app.t"]


def test_a_worker_that_starts_elsewhere_does_not_see_the_project(
    src_project: Path, ask: Callable[..., dict[str, Any]]
) -> None:
    (src_project / "deploy").mkdir()
    answer = ask(src_project, "-A", "pkg.app", "--project", ".", "--workdir", "deploy")
    assert answer["tasks"] == []
    assert answer["unknown"] or answer["error"]
