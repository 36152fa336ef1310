"""``verify`` in environments of the app: the oldest and the newest Celery, without the tool beside it."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Ran, digest_tree

Run = Callable[..., Ran]
TASKS = """\
from celery import Celery

queue = Celery("shop", broker="redis://:s3cret@broker.invalid/0", backend="db+postgresql://store.invalid/db")
queue.conf.imports = ["shop.more"]


@queue.task
def ping() -> str:
    return "pong"
"""
MORE = """\
from shop.tasks import queue


@queue.task(name="shop.packed", bind=True)
def pack(self, weight: int = 1) -> int:
    return weight
"""


@pytest.fixture(scope="module", params=["5.3.6", "5.7.0"])
def python(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that has Celery and nothing else."""
    folder = tmp_path_factory.mktemp("environment") / "venv"
    uv = [sys.executable, "-m", "uv"]
    subprocess.run([*uv, "venv", "--quiet", "--python", sys.executable, str(folder)], check=True)
    python = folder / "bin" / "python"
    wanted = f"celery=={request.param}"
    # As pip does it, the environment's own files are compiled when they are installed.
    subprocess.run(
        [*uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", str(python), wanted], check=True
    )
    return python


@pytest.fixture
def app(tmp_path: Path, python: Path) -> Path:
    root = tmp_path / "app"
    for name, text in {"shop/__init__.py": "", "shop/tasks.py": TASKS, "shop/more.py": MORE}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    (root / "pyproject.toml").write_text(f'[tool.automappa-scaffold]\nworker-python = "{python}"\n')
    return root


def verify(run_cli: Run, root: Path, *options: str) -> tuple[Ran, dict[str, Any]]:
    ran = run_cli("verify", "--format", "json", *options, cwd=root, environ={"BROKER_URL": "leak://"})
    return ran, json.loads(ran.out)


def test_the_list_is_exact_and_missing_client_libraries_are_told_apart(
    app: Path, python: Path, run_cli: Run
) -> None:
    command = [str(python), "-c", "import automappa_scaffold"]
    tool = subprocess.run(command, cwd=app, capture_output=True, check=False)
    assert tool.returncode != 0, "the tool is not installed beside the app"
    before = digest_tree(app)
    files = sorted(app.rglob("*"))
    ran, document = verify(run_cli, app)
    assert (ran.code, document["agree"]) == (0, True), ran
    (node,) = document["nodes"].values()
    assert node["tasks"] == ["shop.packed", "shop.tasks.ping"]
    assert node["missing_libraries"] == [
        {"module": "redis", "needed_by": "broker"},
        {"module": "sqlalchemy", "needed_by": "result store"},
        {"module": "psycopg2", "needed_by": "result store"},
    ]
    assert (sorted(app.rglob("*")), digest_tree(app)) == (files, before), "no file is left behind"
    said = run_cli("verify", cwd=app).out
    assert "missing library: redis, which the broker needs, is not installed" in said
    assert "s3cret" not in said
    listed = json.loads(run_cli("tasks", "--from", "worker", "--format", "json", cwd=app).out)
    packed = listed["tasks"][0]
    assert (packed["path"], packed["line"], packed["bind"]) == ("shop/more.py", 5, True)
    assert (packed["module"], packed["parameters"]) == ("shop.more", "(weight: int = 1)")


FAILURES = {
    "a module of the project": (
        "import shop.nowhere\n",
        1,
        "shop.nowhere",
        None,
        "ModuleNotFoundError: No module named 'shop.nowhere'",
    ),
    "a library": ("import yaml.nodes\n", 1, "yaml", "PyYAML", "ModuleNotFoundError: No module named 'yaml'"),
    "an error behind another": (
        "try:\n    int('x')\nexcept ValueError as error:\n    raise RuntimeError('settings') from error\n",
        1,
        None,
        None,
        "ValueError: invalid literal for int() with base 10: 'x'",
    ),
    "an exit": (
        "import sys\n\nsys.exit(3)\n",
        3,
        None,
        None,
        "SystemExit: 3 (the app's own code ends the worker while it is imported)",
    ),
}


@pytest.mark.parametrize("kind", FAILURES)
def test_a_worker_that_does_not_start_is_told_by_its_first_cause(app: Path, run_cli: Run, kind: str) -> None:
    code, exit_code, missing, distribution, message = FAILURES[kind]
    (app / "shop/more.py").write_text(code)
    ran, document = verify(run_cli, app)
    error = document["error"]
    assert ran.code == 2
    assert error["message"] == message
    assert (error["exit_code"], error["module"], error["path"]) == (exit_code, "shop.more", "shop/more.py")
    assert (error["missing"], error["distribution"]) == (missing, distribution)
    assert f"the worker ends with exit code {exit_code}" in ran.err
    assert "in the module shop.more" in ran.err
    assert ("install PyYAML, or what else has it" in ran.err) == (distribution is not None)


@pytest.mark.parametrize(
    ("misspelt", "meant"), [("datetme", "datetime"), ("celeryy", "celery"), ("itertool", "itertools")]
)
def test_to_install_what_is_misspelt_is_not_advised(
    app: Path, run_cli: Run, misspelt: str, meant: str
) -> None:
    (app / "shop/more.py").write_text(f"import {misspelt}\n")
    project = app / "pyproject.toml"
    text = project.read_text() if project.exists() else ""
    if "[project]" not in text:
        project.write_text('[project]\nname = "shop"\nversion = "1"\ndependencies = ["celery"]\n' + text)
    ran, _ = verify(run_cli, app)
    assert ran.code == 2
    assert (
        f"{misspelt} is not installed for the app's Python, and not declared: did you mean {meant}?"
        in ran.err
    )
    assert "install " not in ran.err.replace("installed", "")


def test_what_a_hostile_app_does_ends_within_the_time_limit(app: Path, run_cli: Run) -> None:
    (app / "shop/more.py").write_text(
        "import faulthandler, os, signal, sys, time\n"
        "faulthandler.cancel_dump_traceback_later()\n"
        "for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):\n"
        "    signal.signal(number, signal.SIG_IGN)\n"
        "os.fork()\nos.setsid() if os.getpid() != os.getpgid(0) else None\nos.fork()\n"
        "for _ in range(400):\n    sys.stdout.write('x' * 65536)\n"
        "time.sleep(100_000)\n"
    )
    ran = run_cli("verify", "--timeout", "4", cwd=app)
    assert (ran.code, ran.out) == (2, ""), ran
    assert "did not start within 4 seconds" in ran.err
    assert not [process for process in Path("/proc").glob("[0-9]*/cwd") if lies_in(process, app)]


def lies_in(process: Path, folder: Path) -> bool:
    try:
        return process.readlink() == folder
    except OSError:  # it is gone, or another user's
        return False
