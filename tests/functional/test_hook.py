"""The pre-commit hook, run by the real pre-commit in a real repository."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, Ran, clean_environ

_PACKAGE = (
    "automappa_scaffold",
    "templates",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    ".pre-commit-hooks.yaml",
)
_NOT_COPIED = shutil.ignore_patterns("__pycache__", "*.egg-info")
_IDENTITY = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")


@pytest.fixture(scope="session")
def hook_source(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """Return a repository that offers the hook as the working tree has it, and the environment to run it in.

    The environment that pre-commit builds takes a while, so all tests of a session share it, those in other
    processes too.
    """
    pytest.importorskip("pre_commit")
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    source = shared / "hook-source"
    environ = clean_environ(PRE_COMMIT_HOME=str(shared / "pre-commit-home"))
    with (shared / "hook-source.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (source / ".git").exists():
            _make_hook_source(source)
    return source, environ


@pytest.fixture
def repository(example: Path, hook_source: tuple[Path, dict[str, str]]) -> "Repository":
    """Return the example app as a repository with the hook installed and everything committed."""
    source, environ = hook_source
    revision = _git(source, "rev-parse", "HEAD").out.strip()
    (example / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {source}\n  rev: {revision}\n  hooks:\n  - id: automappa-scaffold-check\n"
    )
    made = Repository(example, environ)
    made.run("git", "init", "-q", ".")
    made.run("git", "add", "-A")
    made.run("git", *_IDENTITY, "commit", "-q", "--no-verify", "-m", "Start")
    installed = made.run(sys.executable, "-m", "pre_commit", "install", "--install-hooks", is_checked=False)
    if installed.code != 0:
        if os.environ.get("CI"):
            pytest.fail(installed.out + installed.err)
        pytest.skip("pre-commit cannot build the hook's environment: is there a package index?")
    return made


class Repository:
    """A repository whose commits run the hook."""

    def __init__(self, root: Path, environ: dict[str, str]) -> None:
        self.root = root
        self.environ = environ

    def run(self, *command: str, is_checked: bool = True) -> Ran:
        done = subprocess.run(
            command, cwd=self.root, env=self.environ, capture_output=True, text=True, timeout=600, check=False
        )
        assert done.returncode == 0 or not is_checked, done.stdout + done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)

    def commit(self) -> Ran:
        """Commit everything through the hook; return the commit's exit code and what the hook said."""
        self.run("git", "add", "-A")
        return self.run("git", *_IDENTITY, "commit", "-q", "-m", "Change", is_checked=False)


def _make_hook_source(source: Path) -> None:
    source.mkdir()
    for name in _PACKAGE:
        path = REPOSITORY / name
        if path.is_dir():
            shutil.copytree(path, source / name, ignore=_NOT_COPIED)
        elif path.exists():
            shutil.copy(path, source / name)
    _git(source, "init", "-q", ".")
    _git(source, "add", "-A")
    _git(source, *_IDENTITY, "commit", "-q", "-m", "Offer the hook")


def _git(folder: Path, *arguments: str) -> Ran:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=clean_environ(), capture_output=True, text=True, check=True
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def test_a_sound_commit_passes(repository: Repository) -> None:
    (repository.root / "notes.md").write_text("Nothing of Python is in this commit.\n")
    ran = repository.commit()
    assert ran.code == 0, ran.out + ran.err
    assert "automappa-scaffold check" in ran.err + ran.out


def test_a_commit_that_forgets_a_registration_step_fails(repository: Repository) -> None:
    (repository.root / "automappa/pages/home/tasks/forgotten.py").write_text(
        "from automappa.tasks import queue\n\n\n@queue.task\ndef forgotten() -> None: ...\n"
    )
    ran = repository.commit()
    assert ran.code == 1
    assert "AMS201" in ran.out + ran.err


def test_a_commit_that_only_deletes_a_registration_step_fails(repository: Repository) -> None:
    (repository.root / "automappa/pages/home/tasks/__init__.py").unlink()
    ran = repository.commit()
    assert ran.code == 1
    assert "AMS" in ran.out + ran.err
