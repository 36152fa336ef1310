"""AMS001 unparsable-source."""

from collections.abc import Iterator

from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules._unimportable import tell_unimportable
from automappa_scaffold.rules.finding import Finding
from automappa_scaffold.source.places import Place


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield the file that stops the worker as it does not parse, or those with tasks that it never reads."""
    error = view.error
    if error is not None and error.code == RULE.code and error.path is not None:
        message = f"{error.message}: the worker does not start. Mend the file."
        yield RULE.finding(message, Place(error.path, error.line or 1))
    yield from tell_unimportable(view, RULE)


RULE = Rule(
    code="AMS001",
    name="unparsable-source",
    summary="A file that the worker imports does not parse or compile.",
    rationale="A syntax error in any module that the worker imports stops the worker: no task is registered.",
    fix="By hand: only its author knows what the file should say.",
    source="Python language reference; seen in real workers",
    check=check,
    bad={
        "automappa/pages/mag_summary/tasks/quality.py": '''"""Completeness and purity of MAGs."""

from automappa.tasks import queue


@queue.task(name="mag_summary.summarize"
def summarize(sample: str, *, digits: int = 2) -> dict[str, float]:
    return {sample: round(1.0, digits)}
''',
    },
    good={
        "automappa/pages/mag_summary/tasks/quality.py": '''"""Completeness and purity of MAGs."""

from automappa.tasks import queue


@queue.task(name="mag_summary.summarize")
def summarize(sample: str, *, digits: int = 2) -> dict[str, float]:
    return {sample: round(1.0, digits)}
''',
    },
)
