"""The prediction on apps whose registration was seen in real workers.

Each folder of ``registration_cases`` is a small app. Its ``truth.json`` says how ``celery worker`` was
started (``app``, ``cwd``, ``args``, ``env``, ``pythonpath``) and what a real one of Celery 5.7 did: the names
it registered, or the error it ended with.
"""

import json
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from automappa_scaffold.registry.prediction import predict
from automappa_scaffold.registry.start_input import WorkerStart
from automappa_scaffold.registry.values import Registry
from automappa_scaffold.source.tree import SourceTree

CASES = Path(__file__).resolve().parent.parent / "registration_cases"

# What `pip install celery` brings: the environment in which the truth was recorded.
INSTALLED = frozenset(
    {
        "amqp",
        "billiard",
        "celery",
        "click",
        "click_didyoumean",
        "click_plugins",
        "click_repl",
        "dateutil",
        "kombu",
        "prompt_toolkit",
        "six",
        "typing_extensions",
        "tzdata",
        "tzlocal",
        "vine",
        "wcwidth",
    }
)

# Celery's last words are other ones there, mostly about a consequence of the error.
REPORTED_OTHERWISE = frozenset(
    {
        "A-celery-attr-is-class",
        "base-not-task",  # names the class that Celery made of it
        "class-deco-no-wraps",  # writes the class's name in small letters
        "config-envvar-unset",
        "handler-sys-exit",
        "handler-wrong-signature",  # puts words of its own before the error's
    }
)


@dataclass(frozen=True)
class Case:
    """An app, how its worker is started, and what the worker did."""

    folder: Path
    truth: dict[str, Any]

    @property
    def name(self) -> str:
        return self.folder.name

    def start(self, installed: frozenset[str] | None) -> WorkerStart:
        args: list[str] = self.truth.get("args", [])
        given = [value for flag, value in pairwise(args) if flag == "-I"]  # the last counts
        folders = [self.truth["cwd"], *self.truth.get("pythonpath", [])]
        return WorkerStart(
            app=self.truth["app"],
            sys_path=tuple(str((self.folder / folder).resolve()) for folder in folders),
            environ=self.truth.get("env", {}),
            include=tuple(name for value in given[-1:] for name in value.split(",")),
            installed=installed,
        )

    def predict(self, installed: frozenset[str] | None) -> Registry:
        return predict(SourceTree(self.folder), self.start(installed)).registry

    def wrong_claim(self, registry: Registry) -> str:
        """Return what a prediction gets wrong, or an empty text. Saying "unknown" claims nothing more."""
        ends: bool = self.truth["exit_code"] != 0
        names, registered = sorted(registry.names), self.truth["registered"]
        if registry.error is not None:
            return "" if ends else f"predicted {registry.error.message}; the worker registered {registered}"
        if set(names) - set(registered):
            return f"predicted {names}; the worker registered {registered}: {self.truth['error']}"
        if registry.unknown:
            return ""
        if ends:
            return f"predicted {names}; the worker ended: {self.truth['error']}"
        return "" if names == registered else f"predicted {names}; the worker registered {registered}"


def _load_cases() -> list[Case]:
    found = [
        Case(path.parent, json.loads(path.read_text(encoding="utf-8")))
        for path in sorted(CASES.glob("*/truth.json"))
    ]
    # A worker started as `python -m proj.tasks worker` runs the app's module as `__main__`, and its pages
    # import it a second time. The prediction is of `celery -A`, which alone the tool offers.
    return [case for case in found if "module" not in case.truth]


ALL = _load_cases()
each_case = pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)


def test_the_cases_are_there() -> None:
    assert len(ALL) >= 153


@each_case
def test_in_a_known_environment_the_prediction_claims_nothing_wrong(case: Case) -> None:
    assert case.wrong_claim(case.predict(INSTALLED)) == ""


@each_case
def test_in_an_unknown_environment_a_wrong_claim_names_the_assumption_it_rests_on(case: Case) -> None:
    registry = case.predict(None)
    wrong = case.wrong_claim(registry)
    assumed = {note.partition(" ")[0] for note in registry.assumptions if "taken to be importable" in note}
    assert not wrong or assumed - INSTALLED, wrong


def test_in_a_known_environment_hardly_anything_is_unknown() -> None:
    unknown = [case.name for case in ALL if case.predict(INSTALLED).unknown]
    assert len(unknown) <= len(ALL) * 0.02, unknown


@pytest.mark.parametrize(
    "case", [case for case in ALL if case.truth["exit_code"] != 0], ids=lambda case: case.name
)
def test_the_predicted_error_is_the_one_that_ended_the_worker(case: Case) -> None:
    registry = case.predict(INSTALLED)
    if registry.unknown:
        return  # held by the tests above
    assert registry.error is not None
    seen = case.truth["error"].rpartition("occurred: ")[2]
    if case.name in REPORTED_OTHERWISE or "user_options" in seen or seen.startswith("Unable to load"):
        # Celery's words for "this is no app"; ours say what is found there.
        assert case.name in REPORTED_OTHERWISE or registry.error.stage == "app"
        return
    # Without the folders of the machine, the hint of newer Pythons, and what follows on the next line.
    text = re.split(r" \(<case>|\. Did you mean|, please", seen.removeprefix("celery.exceptions."))[0]
    if case.name == "shared-task-twice":
        text = text.partition(". ")[0]  # the advice behind it is Celery's own
    assert text in registry.error.message
