"""AMS303 decorator-above-task."""

from collections.abc import Iterator

from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding, Severity
from automappa_scaffold.rules.fix import Fix, RaiseDecorator


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each task whose name in its module is bound to a plain function."""
    for task in view.prediction.observed.tasks:
        if not task.is_certain:
            continue
        if task.covered_by is not None:
            message = (
                f"This decorator stands above the one that makes {task.name} a task: the worker runs the "
                f"function without it, and {task.function} stands for something without .delay(). Put it "
                f"below."
            )
            fix = Fix("Put the task's decorator on top", (RaiseDecorator(task.declared_at),))
            yield RULE.finding(message, task.covered_by, task=task.name, fix=fix)
        elif task.rebound_at is not None:
            message = (
                f"This takes the name of the task {task.name} (line {task.place.line}): the worker runs the "
                f"task, and {task.function} stands for something without .delay(). Rename one of them."
            )
            yield RULE.finding(message, task.rebound_at, task=task.name)


RULE = Rule(
    code="AMS303",
    name="decorator-above-task",
    summary=(
        "Something that is no task takes a task's name: a decorator above `@task`, or what is bound later."
    ),
    rationale=(
        "Decorators apply from the bottom to the top. `@task` registers what is below it. A decorator above "
        "gets the task, and what it returns takes the task's name in the module: a function, say, or a "
        "cache. The worker then runs the task without that decorator, and callers find no `.delay()`. So it "
        "is where a later `def` or assignment takes the name."
    ),
    fix="Safe: puts `@task` on top. By hand where a later definition or assignment takes the name.",
    source="Celery user guide, Tasks: Basics, on several decorators",
    check=check,
    severity=Severity.WARNING,
    bad={
        "automappa/timing.py": '''"""How long things take."""

import functools


def timed(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)

    return wrapper
''',
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

from automappa.tasks import queue
from automappa.timing import timed


@timed
@queue.task
def count_contigs(sample: str) -> int:
    return len(sample)
''',
    },
    good={
        "automappa/labels.py": '''"""Labels for tasks."""


def labelled(task):
    task.label = "cover"
    return task
''',
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

from automappa.labels import labelled
from automappa.tasks import queue


@labelled
@queue.task
def count_contigs(sample: str) -> int:
    return len(sample)
''',
    },
)
