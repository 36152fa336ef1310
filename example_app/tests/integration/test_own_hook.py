"""The linter's pre-commit hook as this app configures it, in a repository of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

APP = Path(__file__).resolve().parents[2]


def test_the_hook_is_the_one_that_the_linter_offers():
    hooks = yaml.safe_load((APP.parent / ".pre-commit-hooks.yaml").read_text())
    (offered,) = (hook for hook in hooks if hook["id"] == "automappa-scaffold-check")
    (repo,) = yaml.safe_load((APP / ".pre-commit-config.yaml").read_text())["repos"]
    (configured,) = repo["hooks"]
    # An environment of its own would need an address to take the linter from.
    assert configured.pop("language") == "system"
    assert configured.items() <= offered.items()


def test_a_commit_that_loses_a_task_is_stopped(tmp_path):
    pytest.importorskip("pre_commit")
    for name in ("automappa", "pyproject.toml", "README.md", ".pre-commit-config.yaml", ".gitignore"):
        source = APP / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / name)

    def run(*command):
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        # What a commit around this test run says of its repository is not about this one.
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        environment = kept | {"PATH": path, "PRE_COMMIT_HOME": str(tmp_path / ".automappa" / "hooks")}
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)

    for command in (["git", "init", "-q"], ["git", "add", "-A"]):
        assert run(*command).returncode == 0
    hook = [sys.executable, "-m", "pre_commit", "run", "automappa-scaffold-check"]
    passed = run(*hook)
    assert passed.returncode == 0, passed.stdout + passed.stderr
    config = tmp_path / "automappa" / "conf" / "celeryconfig.py"
    config.write_text(config.read_text().replace('"automappa.pages.home.tasks", ', ""))
    assert run("git", "add", "-A").returncode == 0
    stopped = run(*hook)
    assert stopped.returncode == 1
    assert "set_badge_color" in stopped.stdout
