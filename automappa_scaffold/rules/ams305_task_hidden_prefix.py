"""AMS305 task-hidden-prefix."""

from collections.abc import Iterator

from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding, Severity
from automappa_scaffold.source.spans import find_keyword


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each task whose name makes the worker hide it."""
    built_in = {duplicate.name for duplicate in view.prediction.observed.duplicates if not duplicate.first}
    for task in view.prediction.observed.tasks:
        is_hidden = task.name.startswith("celery.") and task.is_registered and task.is_certain
        if is_hidden and not task.is_hidden_twin and task.name not in built_in:
            source = view.read(task.declared_at.path) or b""
            message = (
                f'The name {task.name} starts with "celery.": the worker registers the task, and leaves it '
                f"out of its banner and of `inspect registered` like the tasks of Celery itself. Choose "
                f"another prefix."
            )
            yield RULE.finding(message, find_keyword(source, task.declared_at, "name"), task=task.name)


RULE = Rule(
    code="AMS305",
    name="task-hidden-prefix",
    summary='A task\'s name starts with "celery.".',
    rationale=(
        "Whatever starts with `celery.` counts as Celery's own and is hidden from the worker's banner, from "
        "`inspect registered`, and so from every check that reads them."
    ),
    fix="By hand: choose another name; messages under the old name must be gone first.",
    source="`celery.apps.worker.Worker.tasklist`; `celery.worker.control.registered`; seen in real workers",
    check=check,
    severity=Severity.WARNING,
    bad={
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

from automappa.tasks import queue


@queue.task(name="celery.count_contigs")
def count_contigs(sample: str) -> int:
    return len(sample)
''',
    },
    good={
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

from automappa.tasks import queue


@queue.task(name="celery_jobs.count_contigs")
def count_contigs(sample: str) -> int:
    return len(sample)
''',
    },
)
