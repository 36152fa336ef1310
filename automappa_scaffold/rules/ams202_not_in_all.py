"""AMS202 not-in-all."""

import re
from collections.abc import Iterator, Sequence

from automappa_scaffold.registry.values import Task
from automappa_scaffold.rules._rule import ProjectView, Rule, TasksPackage
from automappa_scaffold.rules.finding import Finding, Severity
from automappa_scaffold.rules.fix import ExportTask, Fix
from automappa_scaffold.source.places import Place


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each task that a page's tasks package imports by name and does not export."""
    tasks_below = _tasks_below_packages(view)
    for package in view.packages:
        facts = package.facts
        if facts is None or not facts.is_closed:
            continue
        imported = dict(facts.imported)
        exported = {entry.text for entry in facts.exported or ()}
        lines = (view.read(package.init) or b"").splitlines()
        for task in tasks_below.get(package.name, ()):
            function = task.name.rpartition(".")[2]
            if function in imported and function not in exported and not _is_kept(lines, imported[function]):
                line = imported[function] if facts.exported is None else facts.exported_line
                fix = Fix(f'Add "{function}" to __all__', (ExportTask(package.init, function),))
                yield RULE.finding(
                    _message(package, function), Place(package.init, line), task=task.name, fix=fix
                )


def _tasks_below_packages(view: ProjectView) -> dict[str, list[Task]]:
    """Return the tasks of the modules below each tasks package."""
    below: dict[str, list[Task]] = {package.name: [] for package in view.packages}
    for task in view.prediction.registry.tasks:
        package = (task.module or "").rpartition(".")[0]
        while package:
            if package in below:
                below[package].append(task)
            package = package.rpartition(".")[0]
    return below


def _is_kept(lines: Sequence[bytes], line: int) -> bool:
    """Return whether a comment tells clean-ups to leave the import of a line alone."""
    return 0 < line <= len(lines) and _KEPT.search(lines[line - 1]) is not None


_KEPT = re.compile(rb"#\s*noqa(?!\s*:)|#\s*noqa:[^#]*\bF401\b", re.IGNORECASE)


def _message(package: TasksPackage, function: str) -> str:
    return (
        f"{package.name} imports {function} and does not name it in __all__: a clean-up of unused imports "
        f'would remove the import, and with it the task. Add "{function}" to __all__.'
    )


RULE = Rule(
    code="AMS202",
    name="not-in-all",
    summary="A page's tasks package imports a task and does not name it in `__all__`.",
    rationale=(
        "Celery never reads `__all__`. It tells linters that the import is wanted: without it, removing "
        "unused imports removes the task from the worker. An import marked `# noqa: F401` is left alone."
    ),
    fix="Safe: adds the name to `__all__`.",
    source="Automappa docs, task-queue",
    check=check,
    severity=Severity.WARNING,
    bad={
        "automappa/pages/mag_summary/tasks/__init__.py": '''"""Tasks of the summary of MAGs."""

from .cover import count_contigs
from .quality import summarize

__all__ = ["summarize"]
''',
    },
    good={
        "automappa/pages/mag_summary/tasks/__init__.py": '''"""Tasks of the summary of MAGs."""

from .cover import count_contigs
from .quality import summarize

__all__ = ["summarize"]
__all__ += ["count_contigs"]
''',
    },
)
