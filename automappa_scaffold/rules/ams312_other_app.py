"""AMS312 other-app."""

from collections.abc import Iterator

from automappa_scaffold.registry.observed import DeclaredTask
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding, Severity


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield the first task that is declared on an app that is not the worker's, for each such app."""
    if view.prediction.observed.chosen_among:
        return  # which app is the worker's is in doubt: a rule of its own
    app = view.prediction.registry.app
    found: dict[str, list[DeclaredTask]] = {}
    for task in view.prediction.observed.tasks:
        if task.other_app and task.is_certain:
            found.setdefault(task.other_app, []).append(task)
    for other, tasks in found.items():
        first, *more = tasks
        who = first.function if not more else f"{first.function} and {len(more)} more tasks"
        does = (
            f"the worker of {app} registers {first.name} all the same, because tasks are shared, but "
            f".delay() sends it with the settings of that app"
            if first.is_registered
            else f"the worker of {app} does not register {first.name}"
        )
        message = f"Declared on {other}, not on {app}: {who}. So {does}. Declare tasks on {app}."
        yield RULE.finding(message, first.declared_at, task=first.name)


RULE = Rule(
    code="AMS312",
    name="other-app",
    summary="A task is declared on another Celery app than the worker's.",
    rationale=(
        "Every app of a process gets the tasks of all others, unless they say `shared=False`: so the worker "
        "shows the task and all looks well. A call, though, goes to the broker that the task's own app is "
        "configured with, where perhaps nobody listens."
    ),
    fix="By hand: import the app from the one module that makes it.",
    source="`celery.app.base.Celery.task`, option shared; seen in real workers",
    check=check,
    severity=Severity.WARNING,
    bad={
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

from celery import Celery

queue = Celery("cover", broker="memory://cover")


@queue.task
def count_contigs(sample: str) -> int:
    return len(sample)
''',
        "pyproject.toml": """[project]
name = "automappa"
version = "1"
dependencies = ["celery"]

[tool.automappa-scaffold]
app = "automappa.tasks:queue"
""",
    },
    good={
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

from celery import shared_task


@shared_task
def count_contigs(sample: str) -> int:
    return len(sample)
''',
    },
)
