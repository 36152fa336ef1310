"""The prediction on apps around other frameworks and installed libraries, as real workers registered them.

Each folder of ``framework_cases`` is a small app. Its ``truth.json`` says how ``celery -A`` is started
(``app``, ``env``) and what a worker registered, or the ``error`` it ended with; ``unknown: true`` where
source does not decide this.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from automappa_scaffold.operations.workspace import open_workspace
from automappa_scaffold.registry.prediction import predict
from automappa_scaffold.registry.start_input import WorkerStart
from automappa_scaffold.registry.values import Registry
from automappa_scaffold.source.tree import SourceTree
from automappa_scaffold.worker.launch import report_from_worker
from tests.functional.test_registration_cases import INSTALLED

CASES = Path(__file__).resolve().parent.parent / "framework_cases"
STANDARD_LIBRARY = os.path.dirname(os.__file__)


@dataclass(frozen=True)
class Case:
    """An app, how its worker is started, and what the worker registered."""

    folder: Path
    truth: dict[str, Any]

    def predict(self, *, in_known_environment: bool) -> Registry:
        beside = self.folder / "installed"
        own = {entry.partition(".")[0] for entry in os.listdir(beside)} if beside.exists() else set[str]()
        start = WorkerStart(
            app=self.truth["app"],
            sys_path=(str(self.folder),),
            environ=self.truth["env"],
            installed=INSTALLED | {"flask", "pydantic", "pydantic_settings", "pluginbase", "stevedore"} | own
            if in_known_environment
            else None,
            outside=(STANDARD_LIBRARY, str(beside)) if in_known_environment else (STANDARD_LIBRARY,),
        )
        return predict(SourceTree(self.folder), start).registry

    def record(self) -> None:
        """Ask a real worker."""
        workspace = open_workspace(self.folder, app=self.truth["app"], workdir=self.folder)
        environ = {**os.environ, **self.truth["env"], "PYTHONPATH": str(self.folder / "installed")}
        report = report_from_worker(workspace.project, workspace.start, environ, timeout_s=300)
        error = report.registry.error
        self.truth["error"] = error.message if error is not None else None
        self.truth["registered"] = sorted(report.registry.names)
        text = json.dumps(self.truth, indent=1, sort_keys=True) + "\n"
        (self.folder / "truth.json").write_text(text, encoding="utf-8")


ALL = [
    Case(path.parent, json.loads(path.read_text(encoding="utf-8")))
    for path in sorted(CASES.glob("*/truth.json"))
]
each_case = pytest.mark.parametrize("case", ALL, ids=lambda case: case.folder.name)


@each_case
def test_in_a_known_environment_the_prediction_is_the_workers_list(
    case: Case, request: pytest.FixtureRequest
) -> None:
    if request.config.getoption("--update-golden"):
        case.record()
    registry = case.predict(in_known_environment=True)
    assert (registry.error.message if registry.error is not None else None) == case.truth["error"]
    assert bool(registry.unknown) == case.truth.get("unknown", False), registry.unknown
    missing = set(case.truth["registered"]) - registry.names
    assert registry.names <= set(case.truth["registered"])
    assert not missing or registry.unknown


@each_case
def test_in_an_unknown_environment_what_is_missed_is_announced(case: Case) -> None:
    registry = case.predict(in_known_environment=False)
    assert registry.error is None
    if case.truth["error"] is not None:
        assert any("taken to be importable" in assumption for assumption in registry.assumptions)
        return
    assert registry.names <= set(case.truth["registered"])
    missing = set(case.truth["registered"]) - registry.names
    assert not missing or registry.unknown or registry.assumptions
