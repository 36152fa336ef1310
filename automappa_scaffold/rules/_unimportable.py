"""Tasks in files that the worker does not import, and that it could not."""

from collections.abc import Iterator

from automappa_scaffold.registry.observed import UnrunTask
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding

__all__ = ["tell_unimportable"]


def tell_unimportable(view: ProjectView, rule: Rule) -> Iterator[Finding]:
    """Yield each file that a rule speaks of, with what importing it would raise."""
    if not view.knows_imports or view.error is not None:
        return
    files: dict[str, list[UnrunTask]] = {}
    for task in view.prediction.observed.unrun:
        if task.code == rule.code:
            files.setdefault(str(task.place.path), []).append(task)
    for path, tasks in files.items():
        more = f" and {len(tasks) - 1} more" if len(tasks) > 1 else ""
        message = (
            f"Nothing the worker imports reaches {path}, and importing it would fail: {tasks[0].guard}. The "
            f"worker will refuse {tasks[0].name}{more}. Mend the error, and let the worker import the file."
        )
        yield rule.finding(message, tasks[0].cause, task=tasks[0].name)
