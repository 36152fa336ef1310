"""AMS307 task-not-registered-class."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each task class that nothing registers."""
    if not view.knows_imports:
        return
    for cls in view.prediction.observed.classes:
        if _is_run_by_hand(view, cls.name):
            continue
        name = f"{cls.module}.{cls.name}"
        message = (
            f"{cls.name} is a task class with a run method, and nothing registers it: the worker will refuse "
            f"{name}. Register it with `register_task({cls.name}())` of the app."
        )
        yield RULE.finding(message, cls.place, task=name)


def _is_run_by_hand(view: ProjectView, name: str) -> bool:
    """Return whether the project makes an object of a class and calls it, or its ``run``, on the spot."""
    calls = re.compile(rb"\b%s\([^()]*\)(?:\.run)?\(" % name.encode())
    return any(calls.search(view.read(PurePosixPath(path)) or b"") for path in view.files())


RULE = Rule(
    code="AMS307",
    name="task-not-registered-class",
    summary="A task class with a `run` method is never registered.",
    rationale=(
        "Since Celery 4 a subclass of `Task` does not register itself. A class that is only the `base=` of "
        "other tasks needs no registration; one with a `run` of its own that nobody uses was meant to be a "
        "task."
    ),
    fix="By hand: add `queue.register_task(TheTask())`.",
    source="Celery 4.0 release notes, on class-based tasks; `celery.app.base.Celery.register_task`",
    check=check,
    bad={
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

from celery import Task

from automappa.tasks import queue


class Coverage(Task):
    def run(self, sample: str) -> int:
        return len(sample)


@queue.task
def count_contigs(sample: str) -> int:
    return len(sample)
''',
    },
    good={
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

from celery import Task

from automappa.tasks import queue


class Logged(Task):
    def on_failure(self, *args: object) -> None:
        print(args)


class Coverage(Logged):
    def run(self, sample: str) -> int:
        return len(sample)


coverage = queue.register_task(Coverage())


@queue.task(base=Logged)
def count_contigs(sample: str) -> int:
    return len(sample)
''',
    },
)
