"""AMS309 generator-task."""

from collections.abc import Iterator

from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each task that is a generator function."""
    for task in view.prediction.observed.tasks:
        if task.is_generator and task.is_certain and not task.has_own_base:
            message = (
                f"{task.function} has a `yield`: the worker registers {task.name}, and a call only makes the "
                f"generator, so that its body does not run and the call fails, because a generator is no "
                f"result. Return a list."
            )
            yield RULE.finding(message, task.declared_at, task=task.name)


RULE = Rule(
    code="AMS309",
    name="generator-task",
    summary="A task is a generator function.",
    rationale=(
        "Calling a function with a `yield` runs nothing of it: it returns a generator. The worker tries to "
        "store that as the result and fails. The task is registered like any other, so the error shows at "
        "the first call."
    ),
    fix="By hand: collect what the function yields and return it.",
    source="Seen in real workers of Celery 5.3 and 5.7",
    check=check,
    bad={
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

from automappa.tasks import queue


@queue.task
def count_contigs(samples: list[str]):
    for sample in samples:
        yield len(sample)
''',
    },
    good={
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

from automappa.tasks import queue


@queue.task
def count_contigs(samples: list[str]) -> list[int]:
    def lengths():
        for sample in samples:
            yield len(sample)

    return list(lengths())
''',
    },
)
