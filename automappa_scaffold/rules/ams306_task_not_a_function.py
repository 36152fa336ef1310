"""AMS306 task-not-a-function."""

from collections.abc import Iterator

from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding
from automappa_scaffold.source.places import Place


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield what is given to ``@task`` and cannot be a task."""
    error = view.error
    if error is not None and error.code == RULE.code and error.path is not None:
        message = (
            f"What is made a task here is no function that Celery can call by name: the worker does not "
            f"start ({error.message}). Define it with `def`."
        )
        yield RULE.finding(message, Place(error.path, error.line or 1, error.column))


RULE = Rule(
    code="AMS306",
    name="task-not-a-function",
    summary="Something is made a task that cannot be one: a lambda, a partial, a built-in, a name.",
    rationale=(
        "Celery makes a class of the function's name, module and signature. A lambda has no usable name, a "
        '`functools.partial` none at all, `@task("name")` gives a text in place of a function: the worker '
        "ends with an error while it registers its tasks, and none is registered."
    ),
    fix="By hand: define a function with `def`; give a name as `name=`.",
    source="`celery.app.base.Celery._task_from_fun`; seen in real workers",
    check=check,
    bad={
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

from functools import partial

from automappa.tasks import queue


def count(sample: str, *, digits: int) -> float:
    return round(len(sample), digits)


count_contigs = queue.task(name="mag_summary.count_contigs")(partial(count, digits=2))
''',
    },
    good={
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

from functools import partial, update_wrapper

from automappa.tasks import queue


def count(sample: str, *, digits: int) -> float:
    return round(len(sample), digits)


rounded = update_wrapper(partial(count, digits=2), count)


@queue.task
def count_contigs(sample: str) -> float:
    return rounded(sample)
''',
    },
)
