"""The plugin beside Celery's own plugins for pytest: none takes a name of another, and all work."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, clean_environ
from tests.functional.test_wheel import built, make_once, run_or_skip

__all__ = ["built", "make_once"]

UV = Path(sys.executable).with_name("uv")


@pytest.fixture(scope="module")
def python(built: Path, make_once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """Return the Python of an environment with our wheel, Celery's plugin and pytest-celery."""

    def install(folder: Path) -> None:
        (wheel,) = built.glob("*.whl")
        run_or_skip(UV, "venv", "--quiet", folder / "env")
        packages = (wheel, "celery", "pytest", "pytest-celery")
        run_or_skip(UV, "pip", "install", "--quiet", "--python", folder / "env" / "bin" / "python", *packages)

    return make_once("neighbours", install) / "env" / "bin" / "python"


def _run(python: Path, folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [str(python), *arguments],
        cwd=folder,
        env=clean_environ(),
        capture_output=True,
        text=True,
        timeout=600,
    )
    return done.stdout + done.stderr


def test_no_fixture_is_called_like_another_plugins(python: Path, tmp_path: Path) -> None:
    listing = (
        "import celery.contrib.pytest, pytest_celery, automappa_scaffold.pytest_plugin as ours\n"
        "for module in (celery.contrib.pytest, pytest_celery, ours):\n"
        "    print(module.__name__, *sorted(n for n, v in vars(module).items()"
        " if 'ixture' in type(v).__name__))"
    )
    lines = _run(python, tmp_path, "-c", listing).splitlines()
    names = {module: set(fixtures) for module, *fixtures in map(str.split, lines)}
    ours = names.pop("automappa_scaffold.pytest_plugin")
    assert ours == {"celery_task_registry", "assert_task_registered"}
    assert "celery_app" in names["celery.contrib.pytest"]
    assert "celery_setup" in names["pytest_celery"]
    assert not ours & set().union(*names.values())


def test_tasks_are_tested_and_celerys_fixtures_work_beside_it(python: Path, tmp_path: Path) -> None:
    shutil.copytree(
        REPOSITORY / "example_app" / "automappa",
        tmp_path / "automappa",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    (tmp_path / "test_own.py").write_text(
        "def test_own(celery_app, celery_task_registry):\n"
        "    @celery_app.task\n"
        "    def add(x, y):\n"
        "        return x + y\n"
        "    assert add.apply((1, 2)).get() == 3\n"
        "    assert len(celery_task_registry.names) == 8\n"
    )
    said = _run(python, tmp_path, "-m", "pytest", "-q", "-p", "celery.contrib.pytest", "--celery-tasks")
    assert "14 passed" in said, said
