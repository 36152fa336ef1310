"""The built package, used from an environment of its own that has no Celery."""

import fcntl
import os
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from automappa_scaffold import __version__
from tests.conftest import REPOSITORY, clean_environ


def run_or_skip(*command: str | Path) -> None:
    """Run a command that wants a package index; without one, skip the test, or fail it in CI."""
    done = subprocess.run(
        command, env=clean_environ(), capture_output=True, text=True, timeout=600, check=False
    )
    if done.returncode and os.environ.get("CI"):
        pytest.fail(done.stdout + done.stderr)
    if done.returncode:
        pytest.skip("the package cannot be built and installed: is there a package index?")


@pytest.fixture(scope="session")
def make_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], None]], Path]:
    """Return a function that fills a folder once for all processes of this test run."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared

    def make(name: str, fill: Callable[[Path], None]) -> Path:
        folder = shared / name
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (folder / "done").exists():
                fill(folder)
                (folder / "done").touch()
        return folder

    return make


@pytest.fixture(scope="session")
def built(make_once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """Return a folder with the source distribution, and the wheel built from it."""

    def build(folder: Path) -> None:
        run_or_skip(sys.executable, "-m", "build", "--outdir", folder, REPOSITORY)

    return make_once("built", build)


@pytest.fixture(scope="session")
def user(built: Path, make_once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """Return the scripts' folder of an environment into which the wheel alone was installed."""

    def install(folder: Path) -> None:
        run_or_skip(sys.executable, "-m", "venv", folder)
        (wheel,) = built.glob("*.whl")
        run_or_skip(folder / "bin" / "python", "-m", "pip", "install", "--quiet", wheel)

    return make_once("user", install) / "bin"


def run_in(folder: Path, *command: str | Path) -> str:
    done = subprocess.run(
        command, cwd=folder, env=clean_environ(), capture_output=True, text=True, timeout=300, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    return done.stdout


def test_wheel_holds_the_package_its_types_and_its_templates_and_nothing_else(built: Path) -> None:
    (path,) = built.glob("*.whl")
    with zipfile.ZipFile(path) as wheel:
        names = {name for name in wheel.namelist() if not name.startswith("automappa_scaffold-")}
    files = (path for path in (REPOSITORY / "automappa_scaffold").rglob("*") if path.is_file())
    package = {str(path.relative_to(REPOSITORY)) for path in files if "__pycache__" not in path.parts}
    templates = {
        f"automappa_scaffold/_templates/{path.relative_to(REPOSITORY / 'templates')}"
        for path in (REPOSITORY / "templates").rglob("*")
        if path.is_file()
    }
    assert "automappa_scaffold/py.typed" in names
    assert len(templates) > 4
    assert names == package | templates


def test_source_distribution_holds_no_tests_and_no_example(built: Path) -> None:
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as source:
        tops = {name.split("/")[1] for name in source.getnames()}
    assert {"automappa_scaffold", "templates", "pyproject.toml", "README.md", "LICENSE"} <= tops
    assert not tops & {"tests", "example_app", "scripts", "benchmarks"}


def test_installed_wheel_needs_no_celery_to_check_and_to_generate(user: Path, small_app: Path) -> None:
    packages = run_in(small_app, user / "python", "-m", "pip", "list", "--format", "freeze")
    installed = {line.partition("==")[0].lower() for line in packages.splitlines()}
    assert "automappa-scaffold" in installed
    assert not installed & {"celery", "kombu", "dash", "pytest", "numpy"}

    tool = user / "automappa-scaffold"
    assert run_in(small_app, tool, "--version") == f"automappa-scaffold {__version__}\n"
    run_in(small_app, tool, "check", "--quiet")
    run_in(small_app, tool, "add-page", "attic", "--quiet")
    run_in(small_app, tool, "add-task", "attic", "sweep", "--body", "echo", "--param", "room: str", "--quiet")
    names = run_in(small_app, tool, "tasks", "--format", "names").splitlines()
    assert "shop.pages.attic.tasks.sweep.sweep" in names
    run_in(small_app, tool, "check", "--quiet")


def test_pages_and_tasks_from_the_wheel_register_in_celery(
    user: Path, small_app: Path, ask_celery: Callable[..., list[str]]
) -> None:
    run_in(small_app, user / "automappa-scaffold", "add-task", "cart", "pay", "--quiet")
    assert "shop.pages.cart.tasks.pay.pay" in ask_celery(small_app)
