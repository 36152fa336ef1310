"""The prediction on Django projects whose registration was seen in real workers.

Each folder of ``django_cases`` is a small project. Its ``truth.json`` says how ``celery -A`` was started
(``app``, ``env``; ``installed``: distributions in the folder of that name were on the path) and what a
worker of Celery 5.7 did with Django 4.2 and 5.2. ``scripts/record_django_truth.py`` records it.
"""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
import pytest

from automappa_scaffold.registry.prediction import predict
from automappa_scaffold.registry.start_input import WorkerStart
from automappa_scaffold.registry.values import Registry
from automappa_scaffold.source.tree import SourceTree
from tests.conftest import Ran

Run = Callable[..., Ran]
CASES = Path(__file__).resolve().parent.parent / "django_cases"
SERIES = ".".join(map(str, django.VERSION[:2]))
SITE_PACKAGES = str(Path(django.__file__).resolve().parent.parent)

# The top-level modules of the environments in which the truth was recorded, as far as a project imports them.
_NAMES = """
    amqp appconf asgiref billiard celery click click_didyoumean click_plugins click_repl configurations
    dateutil decouple django django_celery_beat django_celery_results dotenv environ kombu prompt_toolkit
    rest_framework six split_settings sqlparse typing_extensions tzdata tzlocal vine wcwidth
"""
INSTALLED = frozenset(_NAMES.split())

# Whether these tasks are registered depends on code outside the project that is not followed.
UNKNOWN = {
    "ready-imports-unknown-list",
    "cached-decides",
    "foreign-app-import-computed",
    "database-engine-own-no-models",
    "database-routers",
    "default-auto-field",
    "foreign-app-ready-discovers",
    "foreign-app-with-own-app-object",
    "foreign-reads-setting",
    "foreign-sets-settings",
    "rest-framework-classes",
    "storages",
}


@dataclass(frozen=True)
class Case:
    """A project, how its worker is started, and what the worker did."""

    folder: Path
    content: dict[str, Any]

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def truth(self) -> dict[str, Any]:
        return self.truth_of(SERIES)

    def truth_of(self, series: str) -> dict[str, Any]:
        found: dict[str, Any] = self.content["django"][series]
        return found

    def predict(self, *, in_known_environment: bool) -> Registry:
        beside = self.folder / "installed"
        own = frozenset(os.listdir(beside)) if self.content["installed"] else frozenset()
        folders = (SITE_PACKAGES, str(beside)) if own else (SITE_PACKAGES,)
        start = WorkerStart(
            app=self.content["app"],
            sys_path=(str(self.folder),),
            environ=self.content["env"],
            installed=INSTALLED | own if in_known_environment else None,
            outside=(os.path.dirname(os.__file__), *(folders if in_known_environment else ())),
        )
        return predict(SourceTree(self.folder), start).registry

    def wrong_claim(self, registry: Registry, series: str = SERIES) -> str:
        """Return what a prediction gets wrong, or an empty text. Saying "unknown" claims nothing more."""
        truth = self.truth_of(series)
        ends: bool = truth["exit_code"] != 0
        names, registered = sorted(registry.names), truth["registered"]
        if registry.error is not None:
            return "" if ends else f"predicted {registry.error.message}; the worker registered {registered}"
        if set(names) - set(registered):
            return f"predicted {names}; the worker registered {registered}: {truth['error']}"
        if registry.unknown:
            return ""
        if ends:
            return f"predicted {names}; the worker ended: {truth['error']}"
        return "" if names == registered else f"predicted {names}; the worker registered {registered}"


ALL = [
    Case(path.parent, json.loads(path.read_text(encoding="utf-8")))
    for path in sorted(CASES.glob("*/truth.json"))
]
each_case = pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)


def test_the_cases_are_there_for_this_series_of_django() -> None:
    assert len(ALL) >= 150
    assert all(SERIES in case.content["django"] for case in ALL)


@each_case
def test_in_a_known_environment_the_prediction_is_exact(case: Case) -> None:
    registry = case.predict(in_known_environment=True)
    assert case.wrong_claim(registry) == ""
    assert bool(registry.unknown) == (case.name in UNKNOWN), registry.unknown


@each_case
def test_in_an_unknown_environment_a_wrong_claim_names_the_assumption_it_rests_on(case: Case) -> None:
    registry = case.predict(in_known_environment=False)
    wrong = case.wrong_claim(registry, max(case.content["django"]))  # what is not known is taken to be new
    told = [note for note in registry.assumptions if "taken to" in note]
    django_alone = [note for note in told if note.startswith(("django is", "celery is"))]
    assert not wrong or len(told) > len(django_alone), wrong


@pytest.mark.parametrize(
    "case", [case for case in ALL if case.truth["exit_code"] != 0], ids=lambda case: case.name
)
def test_the_predicted_error_is_the_one_that_ended_the_worker(case: Case) -> None:
    registry = case.predict(in_known_environment=True)
    assert registry.error is not None
    seen = case.truth["error"].partition("\n")[0].rpartition("exceptions.")[2]
    text = seen.partition(" (<case>")[0].partition(". Choices are")[0]
    assert text in registry.error.message or _kind(text) in registry.error.message


def _kind(text: str) -> str:
    """Return the kind of an error whose words Django puts otherwise than we do."""
    wrapped = ("InvalidCacheBackendError", "InvalidTemplateLibrary", "UndefinedValueError")
    kind = text.partition(":")[0].rpartition(".")[2]
    return "No module named" if kind in wrapped[:2] else kind


def test_a_real_worker_of_a_django_project_agrees(run_cli: Run, tmp_path: Path) -> None:
    root = tmp_path / "webshop"
    shutil.copytree(CASES / "whole-webshop", root)
    project = '[project]\nname = "webshop"\ndependencies = ["celery", "django"]\n'
    (root / "pyproject.toml").write_text(project + '[tool.automappa-scaffold]\napp = "config.celery_app"\n')
    ran = run_cli("verify", "--format", "json", cwd=root)
    assert json.loads(ran.out)["agree"] is True
    assert ran.code == 0
