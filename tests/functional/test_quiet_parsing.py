"""What Python warns of in a project's files is for their author: commands print nothing of it."""

import subprocess
import sys
from pathlib import Path

import pytest

ESCAPE = 'P = "\\d"\n'
APPS = {
    "named": 'queue = Celery("x")\nqueue.config_from_object("conf")\n',
    "made": 'def make():\n    return Celery("x")\nqueue = make()\n',
}


@pytest.mark.parametrize("app", APPS.values(), ids=APPS)
def test_no_warning_of_a_project_reaches_the_terminal(app: str, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(f"from celery import Celery\n{ESCAPE}{app}")
    (tmp_path / "conf.py").write_text(f"{ESCAPE}imports = ()\n")
    (tmp_path / "setup.py").write_text(
        f'{ESCAPE}from setuptools import setup\nsetup(install_requires=["celery"])\n'
    )
    done = subprocess.run(
        [sys.executable, "-W", "always", "-m", "automappa_scaffold", "check", "--no-cache"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "invalid escape" not in done.stderr
    assert done.stdout.startswith("no findings")
