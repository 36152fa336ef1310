"""AMS314 unregistered-later."""

from collections.abc import Iterator

from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding, Severity


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each task of the project that is taken out of the registry."""
    names = view.prediction.registry.names
    for removal in view.prediction.observed.removals:
        if removal.name not in names:
            message = (
                f"{removal.name} is taken out of the registry here: the worker imports it and will refuse "
                f"its messages. Remove this line, or the task."
            )
            yield RULE.finding(message, removal.place, task=removal.name)


RULE = Rule(
    code="AMS314",
    name="unregistered-later",
    summary="A task is taken out of the registry again.",
    rationale=(
        "`app.tasks.unregister()`, `pop()` and `del` remove a task that its decorator has registered. Its "
        "source looks like that of any other task, and the worker refuses its messages."
    ),
    fix="By hand: remove the line, or the task.",
    source="`celery.app.registry.TaskRegistry.unregister`",
    check=check,
    severity=Severity.WARNING,
    bad={
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

from automappa.tasks import queue


@queue.task
def count_contigs(sample: str) -> int:
    return len(sample)


queue.tasks.unregister("automappa.pages.mag_summary.tasks.cover.count_contigs")
''',
    },
    good={
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

from automappa.tasks import queue


@queue.task
def count_contigs(sample: str) -> int:
    return len(sample)


queue.tasks.unregister(count_contigs.name)
queue.tasks.register(count_contigs)
''',
    },
)
