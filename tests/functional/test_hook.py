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
    return _with_hooks(example, environ, _configuration(source, revision, "check"))


def _configuration(source: Path, revision: str, *hooks: str, arguments: str = "") -> str:
    listed = "".join(f"  - id: automappa-scaffold-{hook}\n{arguments}" for hook in hooks)
    return f"repos:\n- repo: {source}\n  rev: {revision}\n  hooks:\n{listed}"


def _with_hooks(root: Path, environ: dict[str, str], configuration: str) -> "Repository":
    (root / ".pre-commit-config.yaml").write_text(configuration)
    made = Repository(root, environ)
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


def test_a_rename_that_loses_a_task_fails_and_one_that_keeps_it_passes(repository: Repository) -> None:
    tasks = repository.root / "automappa/pages/home/tasks"
    repository.run("git", "mv", str(tasks / "status_badge.py"), str(tasks / "badge.py"))
    lost = repository.commit()
    assert lost.code == 1
    assert "AMS" in lost.out + lost.err
    for path in repository.root.rglob("*.py"):
        text = path.read_text()
        if "status_badge" in text:
            path.write_text(text.replace("status_badge", "badge"))
    kept = repository.commit()
    assert kept.code == 0, kept.out + kept.err


def test_only_what_is_staged_is_judged(repository: Repository) -> None:
    init = repository.root / "automappa/pages/home/tasks/__init__.py"
    sound = init.read_text()
    init.write_text("# staged\n" + sound)
    repository.run("git", "add", "-A")
    init.write_text("# not staged, and without the import\n")
    ran = repository.run("git", *_IDENTITY, "commit", "-q", "-m", "Half", is_checked=False)
    assert ran.code == 0, ran.out + ran.err
    assert init.read_text() == "# not staged, and without the import\n"
    broken = repository.commit()
    assert broken.code == 1
    init.write_text("# staged\n" + sound)  # the working tree is sound again, what is staged is not
    ran = repository.run("git", *_IDENTITY, "commit", "-q", "-m", "Broken", is_checked=False)
    assert ran.code == 1


def test_a_worktree_has_the_hook_too(repository: Repository, tmp_path: Path) -> None:
    other = tmp_path / "worktree"
    repository.run("git", "worktree", "add", "-q", "-b", "other", str(other))
    elsewhere = Repository(other, repository.environ)
    (other / "automappa/pages/home/tasks/__init__.py").write_text("")
    ran = elsewhere.commit()
    assert ran.code == 1
    assert "AMS201" in ran.out + ran.err


def test_an_app_in_a_folder_of_a_larger_repository(
    example: Path, tmp_path: Path, hook_source: tuple[Path, dict[str, str]], repository: Repository
) -> None:
    source, environ = hook_source
    revision = _git(source, "rev-parse", "HEAD").out.strip()
    root = tmp_path / "monorepo"
    (root / "services").mkdir(parents=True)
    shutil.copytree(example, root / "services" / "queue", ignore=shutil.ignore_patterns(".git"))
    (root / "other.py").write_text("print('another service')\n")
    arguments = "    args: [--project, services/queue]\n"
    whole = _with_hooks(root, environ, _configuration(source, revision, "check", arguments=arguments))
    whole.run(sys.executable, "-m", "pre_commit", "install")
    (root / "services/queue/automappa/pages/home/tasks/__init__.py").write_text("")
    ran = whole.commit()
    assert ran.code == 1
    assert "services/queue/automappa/pages/home/tasks/__init__.py:1:1 AMS201" in ran.out + ran.err


def test_the_fixing_hook_mends_and_lets_the_next_commit_pass(
    repository: Repository, hook_source: tuple[Path, dict[str, str]]
) -> None:
    source, _ = hook_source
    revision = _git(source, "rev-parse", "HEAD").out.strip()
    (repository.root / ".pre-commit-config.yaml").write_text(_configuration(source, revision, "fix"))
    init = repository.root / "automappa/pages/home/tasks/__init__.py"
    sound = init.read_text()
    init.write_text(sound.replace("from .status_badge import set_badge_color\n", ""))
    first = repository.commit()
    assert first.code == 1, "pre-commit fails a hook that changes files"
    assert "files were modified" in first.out + first.err
    assert "from .status_badge import set_badge_color\n" in init.read_text()
    second = repository.commit()
    assert second.code == 0, second.out + second.err


def test_the_verifying_hook_runs_by_hand_with_the_apps_own_python(
    repository: Repository, hook_source: tuple[Path, dict[str, str]]
) -> None:
    source, _ = hook_source
    revision = _git(source, "rev-parse", "HEAD").out.strip()
    (repository.root / ".pre-commit-config.yaml").write_text(
        _configuration(source, revision, "check", "verify")
    )
    repository.environ["AUTOMAPPA_SCAFFOLD_WORKER_PYTHON"] = sys.executable
    run = [sys.executable, "-m", "pre_commit", "run", "--all-files"]
    usual = repository.run(*run, is_checked=False)
    assert "verify" not in usual.out, "a commit starts no worker"
    by_hand = repository.run(*run, "--hook-stage", "manual", is_checked=False)
    assert by_hand.code == 0, by_hand.out + by_hand.err
    assert "automappa-scaffold verify" in by_hand.out


def test_pre_commit_takes_the_manifest_and_tries_the_repository(
    repository: Repository, hook_source: tuple[Path, dict[str, str]]
) -> None:
    source, _ = hook_source
    manifest = str(source / ".pre-commit-hooks.yaml")
    repository.run(sys.executable, "-m", "pre_commit", "validate-manifest", manifest)
    tried = repository.run(
        sys.executable,
        "-m",
        "pre_commit",
        "try-repo",
        str(source),
        "automappa-scaffold-check",
        "--all-files",
        is_checked=False,
    )
    assert tried.code == 0, tried.out + tried.err
    assert "Passed" in tried.out
