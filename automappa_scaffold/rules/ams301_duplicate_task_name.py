"""AMS301 duplicate-task-name."""

from collections.abc import Iterator

from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding
from automappa_scaffold.source.places import Place


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each later declaration of a name that is taken."""
    wrapped = {task.declared_at for task in view.prediction.observed.tasks if task.wrapped_by is not None}
    for duplicate in view.prediction.observed.duplicates:
        if duplicate.second in wrapped:
            continue  # both are called after the same decorator's function, which has a rule of its own
        if duplicate.first == duplicate.second and _is_of_two_modules(view, duplicate.second):
            continue  # one file is imported under two names, which has a rule of its own
        if duplicate.first is None:
            message = (
                f"{duplicate.name} is the name of a task of Celery itself: one of the two is dropped, and "
                f"which one depends on the order in which Celery registers them. Choose another name."
            )
        else:
            message = (
                f"{duplicate.name} is declared here and at {duplicate.first}: the worker registers one of "
                f"the two, not always the first, and drops the other. Give one of them another name."
            )
        yield RULE.finding(message, duplicate.second, task=duplicate.name)


def _is_of_two_modules(view: ProjectView, place: Place) -> bool:
    return list(view.prediction.modules.values()).count(place.path) > 1


RULE = Rule(
    code="AMS301",
    name="duplicate-task-name",
    summary="Two tasks have the same name.",
    rationale=(
        "A registry holds one task per name. Celery registers the tasks of a process from a set, whose order "
        "depends on memory addresses: which of the two wins does not follow from the source. Callers of "
        "the other reach the wrong function."
    ),
    fix="By hand: rename one function, or give one task a `name=` of its own.",
    source="`celery.app.base.Celery._task_from_fun`; celery/celery#10576; seen in real workers",
    check=check,
    bad={
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

from automappa.tasks import queue


@queue.task(name="mag_summary.summarize")
def count_contigs(sample: str) -> int:
    return len(sample)
''',
    },
    good={
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

from automappa.tasks import queue


@queue.task(name="mag_summary.count_contigs")
def count_contigs(sample: str) -> int:
    return len(sample)


# The same function again is the same task.
counted = queue.task(name="mag_summary.count_contigs")(count_contigs.run)
''',
    },
)
