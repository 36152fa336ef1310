"""AMS308 async-task."""

from collections.abc import Iterator

from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each task that is a coroutine function."""
    for task in view.prediction.observed.tasks:
        if task.is_async and not task.is_generator and task.is_certain and not task.has_own_base:
            message = (
                f"{task.function} is `async def`: the worker registers {task.name} and never awaits "
                f"what it returns, so that its body does not run and the call fails, because a coroutine is "
                f"no result. Use `def`, with asyncio.run() inside."
            )
            yield RULE.finding(message, task.declared_at, task=task.name)


RULE = Rule(
    code="AMS308",
    name="async-task",
    summary="A task is an `async def` function.",
    rationale=(
        "Celery's worker calls a task's function and stores what it returns. Of an `async def` function that "
        "is a coroutine: nobody awaits it, and no result backend can store it. The task is registered like "
        "any other, so the error shows at the first call. A base class with a `__call__` of its own may "
        "await it; such tasks are left alone."
    ),
    fix="By hand: write `def` and run the coroutine with `asyncio.run()`.",
    source="Seen in real workers of Celery 5.3 and 5.7",
    check=check,
    bad={
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

from automappa.tasks import queue


@queue.task
async def count_contigs(sample: str) -> int:
    return len(sample)
''',
    },
    good={
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

import asyncio

from automappa.tasks import queue


async def count(sample: str) -> int:
    return len(sample)


@queue.task
def count_contigs(sample: str) -> int:
    return asyncio.run(count(sample))
''',
    },
)
