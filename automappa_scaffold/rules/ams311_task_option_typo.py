"""AMS311 task-option-typo."""

import difflib
from collections.abc import Iterator

from automappa_scaffold.registry.task_options import TASK_OPTIONS
from automappa_scaffold.rules._renaming import one_close
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding, Severity
from automappa_scaffold.rules.fix import Fix, Replace, Safety
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.spans import find_keyword


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each option of a task that Celery does not know and that looks like one it knows."""
    known = sorted(TASK_OPTIONS)
    for task in view.prediction.observed.tasks:
        for option in task.unknown_options:
            close = difflib.get_close_matches(option, known, n=1, cutoff=0.72)
            if close:
                source = view.read(task.declared_at.path) or b""
                message = (
                    f"Celery knows no task option {option}=: it is accepted without a word and has no effect "
                    f"on {task.name}. Did you mean {close[0]}=?"
                )
                place = find_keyword(source, task.declared_at, option)
                fix = None
                if place != task.declared_at and one_close(option, known, 0.72):
                    name = Place(place.path, place.line, place.column, place.line, place.column + len(option))
                    fix = Fix(f"Write {close[0]}=", (Replace(name, option, close[0]),), Safety.UNSAFE)
                yield RULE.finding(message, place, task=task.name, fix=fix)


RULE = Rule(
    code="AMS311",
    name="task-option-typo",
    summary="An option of `@task` is misspelt.",
    rationale=(
        "Celery makes every option an attribute of the task's class, whatever its name. A misspelt `name=` "
        "leaves the automatic name, a misspelt `queue=` the default queue, and nothing tells so. An option "
        "that resembles none of Celery's, or that the task's base class knows, is taken to be the "
        "project's own."
    ),
    fix="Unsafe, for the option takes effect then: writes the one close option.",
    source="Celery user guide, Tasks: List of options; `celery.app.base.Celery._task_from_fun`",
    check=check,
    severity=Severity.WARNING,
    bad={
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

from automappa.tasks import queue


@queue.task(nmae="mag_summary.count", max_retry=3)
def count_contigs(sample: str) -> int:
    return len(sample)
''',
    },
    good={
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

from celery import Task

from automappa.tasks import queue


class Limited(Task):
    max_retry = 3


@queue.task(base=Limited, max_retry=5, owner="mags", autoretry_for=(OSError,), retry_backoff=True)
def count_contigs(sample: str) -> int:
    return len(sample)
''',
    },
)
