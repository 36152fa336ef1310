"""AMS310 bind-self-mismatch."""

from collections.abc import Iterator

from automappa_scaffold.registry.observed import DeclaredTask
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding
from automappa_scaffold.rules.fix import BindTask, Fix, TakeSelf
from automappa_scaffold.source.spans import find_keyword


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each bound task without a parameter for itself, and each unbound one with a ``self``."""
    for task in view.prediction.observed.tasks:
        if task.parameters is None or not task.is_certain or task.has_own_base or task.is_hidden_twin:
            continue  # a twin calls the task that it wraps, bound or not
        if task.bind is True and not task.parameters and not task.takes_any:
            source = view.read(task.declared_at.path) or b""
            message = (
                f"bind=True passes the task as first argument, and {task.function}() takes none: the worker "
                f"registers {task.name}, and each .delay() raises TypeError. Add the parameter `self`, or "
                f"remove bind=True."
            )
            place = find_keyword(source, task.declared_at, "bind")
            fix = Fix("Add the parameter self", (TakeSelf(task.place),))
            yield RULE.finding(message, place, task=task.name, fix=fix)
        elif task.bind is True and task.first_annotation and task.wrapped_by is None:
            source = view.read(task.declared_at.path) or b""
            message = (
                f"bind=True passes the task as first argument, and {task.function}() takes "
                f"{task.first_annotation} first: the worker registers {task.name}, and what callers give "
                f"comes one place too late. Add the parameter `self`, or remove bind=True."
            )
            place = find_keyword(source, task.declared_at, "bind")
            fix = Fix("Add the parameter self", (TakeSelf(task.place),))
            yield RULE.finding(message, place, task=task.name, fix=fix)
        elif task.bind is False and (task.lacks_itself or _wants_itself(task)):
            fails = "message that does not hold it fails there with TypeError"
            if not task.lacks_itself:
                fails = ".delay() that does not pass it raises TypeError"
            message = (
                f"{task.function}() takes `self`, and the task is not bound: the worker registers "
                f"{task.name}, and each {fails}. Add bind=True."
            )
            fix = Fix("Add bind=True", (BindTask(task.declared_at),))
            yield RULE.finding(message, task.declared_at, task=task.name, fix=fix)


def _wants_itself(task: DeclaredTask) -> bool:
    return bool(task.parameters) and task.parameters is not None and task.parameters[0] == "self"


RULE = Rule(
    code="AMS310",
    name="bind-self-mismatch",
    summary="`bind=True` without a parameter for the task, or a `self` without `bind=True`.",
    rationale=(
        "With `bind=True` the task itself comes first. Where the function has no place for it, or expects it "
        "without being bound, the number of arguments is wrong for every caller: the task is registered, and "
        "`.delay()` raises TypeError where it is called. Below a wrapper that takes anything only the worker "
        "fails."
    ),
    fix="Safe: adds the parameter `self` where `bind=True` stands, and `bind=True` where `self` does.",
    source="Celery user guide, Tasks: Bound tasks; seen in real workers",
    check=check,
    bad={
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

from automappa.tasks import queue


@queue.task(bind=True)
def count_contigs() -> int:
    return 0
''',
        "automappa/pages/home/tasks/status_badge.py": '''"""The badge that shows that the worker answers."""

from automappa.tasks import queue


@queue.task
def set_badge_color(self, color: str) -> str:
    return color
''',
    },
    good={
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

from automappa.tasks import queue


@queue.task(bind=True)
def count_contigs(*arguments: object) -> int:
    return len(arguments)
''',
        "automappa/pages/home/tasks/status_badge.py": '''"""The badge that shows that the worker answers."""

from automappa.tasks import queue


@queue.task(bind=True)
def set_badge_color(task, color: str) -> str:
    return color
''',
    },
)
