import json
from pathlib import PurePosixPath

from automappa_scaffold.registry.comparison import compare
from automappa_scaffold.registry.values import Registry, Source, StartError, Task, Undecided
from automappa_scaffold.reporting.terminal import PLAIN
from automappa_scaffold.reporting.verification import render_verification, render_verification_json

PATH = PurePosixPath("app/tasks.py")


def _predicted(*names: str, error: StartError | None = None) -> Registry:
    tasks = tuple(Task(name, PATH, 3) for name in names)
    return Registry(Source.STATIC, "app:queue", tasks, error=error)


def _reported(*names: str, error: StartError | None = None) -> Registry:
    return Registry(Source.WORKER, "app:queue", tuple(map(Task, names)), error=error)


def _text(predicted: Registry, reported: Registry, celery: str = "") -> str:
    return render_verification(compare(predicted, reported), reported, PLAIN, celery)


def test_agreement_is_one_line_with_the_count() -> None:
    said = _text(_predicted("a", "b"), _reported("a", "b"), "5.7.0")
    assert said == "agree: the worker (Celery 5.7.0) registers 2 tasks, as predicted"


def test_both_ways_of_difference_are_told() -> None:
    assert _text(_predicted("a", "b"), _reported("b", "c")).split("\n") == [
        "missing: a (app/tasks.py:3) is predicted from source, but the worker does not register it",
        "extra: c is registered by the worker, but not predicted from source",
        "mismatch: 1 missing, 1 extra, 1 agree, says the worker",
    ]


def test_a_worker_that_fails_against_the_prediction_is_a_mismatch() -> None:
    failed = StartError("ImportError: x")
    assert _text(_predicted("a"), _reported(error=failed)).startswith("mismatch: predicted to start")
    started = _text(_predicted(error=failed), _reported("a"))
    assert started.startswith("mismatch: the worker starts and registers 1 task, against the prediction")
    assert "ImportError: x" in started
    assert (
        _text(_predicted(error=failed), _reported(error=failed)) == "the worker does not start, as predicted"
    )


def test_the_json_document_has_exactly_the_promised_keys() -> None:
    predicted = Registry(
        Source.STATIC, "app:queue", (Task("a", PATH, 3),), unknown=(Undecided(PATH, 1, "f()", "computed"),)
    )
    reported = _reported("b")
    text = render_verification_json(compare(predicted, reported), reported, {"w@h": ("celery",)})
    assert json.loads(text) == {
        "schema": 1,
        "source": "worker",
        "agree": False,
        "missing": [{"name": "a", "path": "app/tasks.py", "line": 3}],
        "extra": [{"name": "b", "path": None, "line": None}],
        "unknown": [{"path": "app/tasks.py", "line": 1, "expression": "f()", "reason": "computed"}],
        "nodes": {"w@h": ["celery"]},
        "error": None,
    }
