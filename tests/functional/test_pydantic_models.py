"""Models of pydantic whose values decide about tasks, held against real workers.

``pydantic_models.txt`` holds the apps, recorded with pydantic 2.14 and pydantic-settings 2.16.
"""

import dataclasses
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from automappa_scaffold.registry.prediction import predict
from automappa_scaffold.registry.start_input import WorkerStart
from automappa_scaffold.source.tree import SourceTree
from tests.functional.test_registration_cases import INSTALLED, Case
from tests.properties.recorded_apps import read_recorded

APPS = read_recorded(Path(__file__).with_name("pydantic_models.txt"))
# What is converted, checked or changed by functions is unknown, or not known in full.
CAUTIOUS = {"pydantic-validated", "pydantic-converted", "pydantic-methods-of-its-own"}


@pytest.mark.parametrize("installed", [INSTALLED | {"pydantic", "pydantic_settings"}, None])
@pytest.mark.parametrize("name", APPS)
def test_what_models_hold_is_known_or_unknown(
    name: str, installed: frozenset[str] | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHONPATH", raising=False)
    APPS[name].lay_out(tmp_path)
    truth = APPS[name].truth
    registry = Case(tmp_path, truth).predict(installed)
    assert registry.error is None
    assert registry.names <= set(truth["registered"])
    assert (name in CAUTIOUS) == bool(registry.unknown)
    if not registry.unknown:
        assert sorted(registry.names) == truth["registered"]


def test_what_other_constructors_make_of_fields_is_unknown(tmp_path: Path) -> None:
    # A real worker, with msgspec 0.23 and sqlmodel, registers c.X, d.X, e.X and f.UTC.
    (tmp_path / "app.py").write_text(
        "import msgspec, sqlmodel\nfrom celery import Celery\nqueue = Celery()\n"
        "class C(msgspec.Struct):\n    zone: str = 'UTC'\n"
        "class D(sqlmodel.SQLModel):\n    zone: str = 'UTC'\n"
        "@queue.task(name='c.' + C(zone='X').zone)\ndef c(): pass\n"
        "@queue.task(name='d.' + D(zone='X').zone)\ndef d(): pass\n"
        "@queue.task(name='e.' + C('X').zone)\ndef e(): pass\n"
        "@queue.task(name='f.' + C().zone)\ndef f(): pass\n"
    )
    registry = Case(tmp_path, {"app": "app:queue", "cwd": "."}).predict(None)
    assert registry.names == {"f.UTC"}
    assert len(registry.unknown) == 3


@pytest.mark.parametrize("is_guarded", [False, True])
def test_pydantic_2_refuses_the_import_of_what_it_no_longer_has(tmp_path: Path, is_guarded: bool) -> None:
    wanted = "from pydantic import BaseSettings\n"
    guarded = f"try:\n    {wanted}except ImportError:\n    from pydantic_settings import BaseSettings\n"
    text = (
        guarded if is_guarded else wanted
    ) + "from celery import Celery\nqueue = Celery('proj')\n@queue.task\ndef a(): pass\n"
    (tmp_path / "app.py").write_text(text)
    asked = subprocess.run(
        [sys.executable, "-c", "import app"], cwd=tmp_path, check=False, capture_output=True
    )
    start = WorkerStart(app="app:queue", sys_path=(str(tmp_path),))
    folders = (os.path.dirname(os.__file__), sysconfig.get_paths()["purelib"])
    installed = frozenset(INSTALLED | {"pydantic", "pydantic_settings"})
    registry = predict(
        SourceTree(tmp_path), dataclasses.replace(start, outside=folders, installed=installed)
    ).registry
    assert (registry.error is not None) == (asked.returncode != 0) == (not is_guarded)
    assert registry.names == ({"app.a"} if is_guarded else set())
