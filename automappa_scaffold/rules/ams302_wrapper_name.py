"""AMS302 wrapper-name."""

from collections.abc import Iterator

from automappa_scaffold.registry.observed import DeclaredTask
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding
from automappa_scaffold.rules.fix import Fix, KeepName


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each task that is registered under the name of a decorator's inner function."""
    for task in view.prediction.observed.tasks:
        if task.wrapped_by is not None and not task.has_name and task.is_certain:
            message = (
                f"{_subject(task)} another function and does not keep the name of {task.function}: the "
                f"worker registers {task.name}, and a second use would collide with it. Put "
                f"@functools.wraps on the function that it returns."
            )
            yield RULE.finding(message, task.wrapped_by, task=task.name, fix=_fix(task))


def _subject(task: DeclaredTask) -> str:
    is_call = task.wrapped_by == task.declared_at
    return f"What {task.function} is given to here returns" if is_call else "This decorator returns"


def _fix(task: DeclaredTask) -> Fix | None:
    if task.wrapper is None or task.wrapper.path.is_absolute():
        return None  # it stands outside of the project
    return Fix("Put @functools.wraps on it", (KeepName(task.wrapper.path, task.wrapper.line),))


RULE = Rule(
    code="AMS302",
    name="wrapper-name",
    summary="A decorator below `@task` hides the function's name.",
    rationale=(
        "The automatic name of a task is the module and name of the function that `@task` is given. A "
        "decorator without `functools.wraps` hands it a function of its own, so that the task is called "
        "like that: `automappa.timing.wrapper`. All tasks under that decorator share one name, and only one "
        "of them is registered. `task(decorator(function))` does the same."
    ),
    fix=(
        "Safe: adds `@functools.wraps(function)` to a decorator of the project. "
        "By hand: give the task a `name=`."
    ),
    source="Celery user guide, Tasks: Names; `celery.app.base.Celery.gen_task_name`",
    check=check,
    bad={
        "automappa/timing.py": '''"""How long things take."""


def timed(function):
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)

    return wrapper
''',
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

from automappa.tasks import queue
from automappa.timing import timed


@queue.task
@timed
def count_contigs(sample: str) -> int:
    return len(sample)
''',
    },
    good={
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


@queue.task
@timed
def count_contigs(sample: str) -> int:
    return len(sample)
''',
    },
)
