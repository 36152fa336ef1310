"""Modules of the standard library: one that is not there ends the worker, each that is there does not."""

import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

from automappa_scaffold.cli.app import main

APP = "from celery import Celery\n\nqueue = Celery('proj')\n\n\n@queue.task\ndef paint():\n    pass\n\n\n"
PACKAGES = (
    "concurrent.futures",
    "email",
    "email.mime",
    "http",
    "importlib",
    "json",
    "logging",
    "urllib",
    "xml",
)
# Without files, or put in place by others.
OTHERS = ("collections.abc", "os.path", "xml.parsers.expat.model")


def write_app(root: Path, text: str) -> None:
    (root / "proj").mkdir()
    (root / "proj/__init__.py").touch()
    (root / "proj/tasks.py").write_text(APP + text, encoding="utf-8")
    (root / "pyproject.toml").write_text('[project]\nname = "proj"\ndependencies = ["celery"]\n')


@pytest.mark.parametrize("name", ["json.nope", "logging.Handler", "os.nope", "xml.etree.nope"])
def test_a_module_that_is_not_there_ends_the_worker(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert subprocess.run([sys.executable, "-c", f"import {name}"], capture_output=True).returncode == 1
    write_app(tmp_path, f"import {name}\n")
    main(["tasks", "--project", str(tmp_path), "--no-cache"])
    assert f"ModuleNotFoundError: No module named '{name}'" in capsys.readouterr().err


def test_modules_that_are_there_are_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = [*OTHERS]
    for package in PACKAGES:
        folders = importlib.import_module(package).__path__
        names += [f"{package}.{module.name}" for module in pkgutil.iter_modules(folders)]
    write_app(tmp_path, "".join(f"import {name}\n" for name in names))
    assert main(["tasks", "--project", str(tmp_path), "--no-cache"]) == 0
    assert "proj.tasks.paint" in capsys.readouterr().out
