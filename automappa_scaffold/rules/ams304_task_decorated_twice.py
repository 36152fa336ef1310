"""AMS304 task-decorated-twice."""

from collections.abc import Iterator

from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding
from automappa_scaffold.source.places import Place


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each function that is made a task twice."""
    for task in view.prediction.observed.tasks:
        if task.is_hidden_twin and task.is_certain and task.name.startswith("celery.local."):
            message = (
                f"{task.function} is a task already: decorated again, it is registered a second time as "
                f"{task.name}, which the worker does not show. Remove one of the decorators."
            )
            yield RULE.finding(message, task.declared_at, task=task.name)
    error = view.error
    if error is not None and error.code == RULE.code and error.path is not None:
        message = f"The worker does not start: {error.message.rstrip('.')}. Remove one of the two decorators."
        yield RULE.finding(message, Place(error.path, error.line or 1, error.column))


RULE = Rule(
    code="AMS304",
    name="task-decorated-twice",
    summary="A function is made a task twice.",
    rationale=(
        "`@task` returns a stand-in whose module is `celery.local`. A second `@task` takes the name of that: "
        "the worker then holds two tasks, one of them called `celery.local.<function>`, which neither its "
        "banner nor `inspect registered` shows. With `@shared_task` twice, Celery 5.7 does not start."
    ),
    fix="By hand: remove one of the decorators.",
    source="`celery.local.PromiseProxy`; seen in real workers of Celery 5.3 and 5.7",
    check=check,
    bad={
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

from automappa.tasks import queue


@queue.task
@queue.task
def count_contigs(sample: str) -> int:
    return len(sample)
''',
    },
    good={
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

from automappa.tasks import queue


def count(sample: str) -> int:
    return len(sample)


# One function under two names is two tasks, as wanted for a rename.
count_contigs = queue.task(count)
old_count_contigs = queue.task(name="mag_summary.old_count")(count)
''',
    },
)
