"""AMS205 task-guarded."""

from collections.abc import Iterator

from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding, Severity


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each task that stands under a condition that does not hold in the worker."""
    for task in view.prediction.observed.unrun:
        if task.code == RULE.code:
            message = (
                f"{task.name} is declared only under `{task.guard}` (line {task.cause.line}), which does not "
                f"come about in this worker: it will refuse the task. Move the task out of the condition, or "
                f"remove it."
            )
            yield RULE.finding(message, task.place, task=task.name)


RULE = Rule(
    code="AMS205",
    name="task-guarded",
    summary="A task is declared under a condition that does not hold in the worker.",
    rationale=(
        'Under `if TYPE_CHECKING:`, `if __name__ == "__main__":`, a test of the environment or in an '
        "`except` that is not taken, the decorator does not run. Callers in another process, where the "
        "condition may hold, send messages that the worker refuses. A condition that holds is no finding, "
        "nor is one of two branches that declare the same name."
    ),
    fix="By hand: declare the task without the condition, and test the condition inside it.",
    source="Seen in real workers",
    check=check,
    severity=Severity.WARNING,
    bad={
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

import sys

from automappa.tasks import queue


@queue.task
def count_contigs(sample: str) -> int:
    return len(sample)


if __name__ == "__main__":

    @queue.task
    def count_all(samples: list[str]) -> int:
        return sum(map(len, samples))

    sys.exit(count_all(sys.argv[1:]))
''',
    },
    good={
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

import sys

from automappa.tasks import queue

if sys.version_info >= (3, 8):

    @queue.task
    def count_contigs(sample: str) -> int:
        return len(sample)

else:

    @queue.task
    def count_contigs(sample):
        return len(sample)


@queue.task
def count_all(samples: list[str]) -> int:
    return sum(map(len, samples))
''',
    },
)
