"""AMS206 import-error-swallowed."""

from collections.abc import Iterator

from automappa_scaffold.rules._hidden_imports import misspelt_imports
from automappa_scaffold.rules._near_names import rename_on_line
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding, Severity
from automappa_scaffold.source.places import Place


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each handled import error that takes tasks away."""
    for hidden in view.prediction.observed.swallowed:
        at = Place(*hidden.place[:3])
        lost = [t for t in view.prediction.observed.unrun if t.code == RULE.code and t.cause == at]
        if lost:
            names = ", ".join(task.name for task in lost)
            message = (
                f"This import fails, and the handler hides it ({hidden.error}): the worker starts without "
                f"{names}. Mend the import, or let it fail."
            )
            yield RULE.finding(message, at, task=lost[0].name)
    for misspelt in misspelt_imports(view):
        missed = [task.name for module in misspelt.modules for task in module.tasks]
        more = f" and {len(missed) - 1} more" if len(missed) > 1 else ""
        message = (
            f"This import fails, and the handler hides it ({misspelt.hidden.error}): the worker starts "
            f"without {missed[0]}{more}. Did you mean {misspelt.right}?"
        )
        at = Place(*misspelt.hidden.place[:3])
        fix = rename_on_line(view, at.path, at.line, misspelt.wrong, misspelt.right)
        yield RULE.finding(message, at, task=missed[0], fix=fix)


RULE = Rule(
    code="AMS206",
    name="import-error-swallowed",
    summary="A handler hides that a module with tasks cannot be imported, or is misspelt.",
    rationale=(
        "`except ImportError` around the import of a task module makes a missing library look like a missing "
        "task: the worker starts, and refuses the task's messages. An import that succeeds, or whose failure "
        "costs no task, is no finding."
    ),
    fix="Safe where one module's name is close: writes that. Else by hand: guard only what is optional.",
    source="Seen in real workers; celery/celery#3697",
    check=check,
    severity=Severity.WARNING,
    bad={
        "automappa/pages/mag_summary/tasks/__init__.py": '''"""Tasks of the summary of MAGs."""

from .quality import summarize

try:
    from .cover import count_contigs
except ImportError:
    count_contigs = None

__all__ = ["count_contigs", "summarize"]
''',
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

from automappa.coverage import depth
from automappa.tasks import queue


@queue.task
def count_contigs(sample: str) -> int:
    return depth(sample)
''',
    },
    good={
        "automappa/pages/mag_summary/tasks/__init__.py": '''"""Tasks of the summary of MAGs."""

from .quality import summarize

try:
    from .cover import count_contigs
except ImportError:
    count_contigs = None

__all__ = ["count_contigs", "summarize"]
''',
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

from automappa.tasks import queue

try:
    from automappa.coverage import depth
except ImportError:
    depth = len


@queue.task
def count_contigs(sample: str) -> int:
    return depth(sample)
''',
    },
)
