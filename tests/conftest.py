"""Fixtures that several test files share."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.celery_server import CeleryServer
from tests.cli_server import CliServer

REPOSITORY = Path(__file__).resolve().parent.parent
_NOT_COPIED = shutil.ignore_patterns(
    "__pycache__", "*.egg-info", ".automappa_scaffold_cache", ".venv", "state", ".pytest_cache"
)
# What would make a test depend on the shell, or on the CI service, that it is started from.
_WITHHELD = (
    "CI",
    "NO_COLOR",
    "FORCE_COLOR",
    "COLUMNS",
    "PYTHONPATH",
    "APP",
    "BROKER_URL",
    "RESULT_BACKEND",
    "PYTHONDONTWRITEBYTECODE",
)
# Whoever starts the tests (nohup, a background job) may ignore these, and each child would inherit that.
for _number, _handler in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
    if signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(_number, _handler)


@dataclass(frozen=True)
class Ran:
    """A command that ran to its end."""

    code: int
    out: str
    err: str


def clean_environ(**extra: str) -> dict[str, str]:
    """Return the environment without what belongs to the shell that runs the tests."""
    own = ("AUTOMAPPA_", "CELERY_", "PYTEST_", "COV_")
    kept = {k: v for k, v in os.environ.items() if k not in _WITHHELD and not k.startswith(own)}
    return {**kept, "OMP_NUM_THREADS": "1", **extra}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write what golden files should hold")


@pytest.fixture(scope="session")
def celery_server() -> Iterator[CeleryServer]:
    """The process that says what Celery registers."""
    pytest.importorskip("celery")
    server = CeleryServer()
    yield server
    server.close()


@pytest.fixture(scope="session")
def cli_server() -> Iterator[CliServer]:
    """The process that our commands are forked from."""
    server = CliServer(clean_environ())
    yield server
    server.close()


@pytest.fixture(scope="session")
def run_cli(cli_server: CliServer) -> Callable[..., Ran]:
    """Return a function that runs the real command line in a process of its own.

    It is forked from one that has imported the tool, unless the call says how Python is to start.
    """

    def run(
        *arguments: str,
        cwd: Path,
        environ: Mapping[str, str] | None = None,
        stdin: str = "",
        timeout_s: float = 300,
        **options: Any,
    ) -> Ran:
        variables = clean_environ(**(environ or {}))
        if not options and not any(name.startswith(("PYTHON", "LC_", "LANG")) for name in environ or {}):
            return Ran(*cli_server.run(arguments, cwd, variables, stdin, timeout_s))
        done = subprocess.run(
            [sys.executable, "-m", "automappa_scaffold", *arguments],
            cwd=cwd,
            env=variables,
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=timeout_s,
            check=False,
            **options,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """Return a copy of the example app, with no repository around it."""
    copy = tmp_path / "example"
    shutil.copytree(REPOSITORY / "example_app", copy, ignore=_NOT_COPIED)
    return copy


@pytest.fixture
def tree_digest() -> Callable[[Path], str]:
    """Return a function that tells every name and every byte below a folder apart."""
    return digest_tree


_CACHES = frozenset({"__pycache__", ".automappa_scaffold_cache"})


def digest_tree(folder: Path) -> str:
    """Return a digest of every name, mode and byte below a folder, caches left out."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if not _CACHES.isdisjoint(path.parts):
            continue
        content = path.read_bytes() if path.is_file() else b""
        digest.update(
            f"{path.relative_to(folder)}\0{path.stat().st_mode}\0{len(content)}\0".encode() + content
        )
    return digest.hexdigest()
