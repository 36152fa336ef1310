"""AMS012 name-not-constant."""

from collections.abc import Iterator

from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding, Severity
from automappa_scaffold.source.places import Place


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield the expressions that a task's name is computed from."""
    for unknown in view.prediction.registry.unknown:
        if unknown.code == "AMS012":
            message = f"{unknown.expression}: {unknown.reason}. `automappa-scaffold verify` asks a worker."
            yield RULE.finding(message, Place(unknown.path, unknown.line))


RULE = Rule(
    code="AMS012",
    name="name-not-constant",
    summary="A task's name is computed from something that source does not say.",
    rationale="Callers and worker agree on a name; a name that nobody can read cannot be checked.",
    fix="By hand: give the task a constant `name=`, or ask a real worker with `verify`.",
    source="Celery user guide, Tasks: Names",
    check=check,
    severity=Severity.UNKNOWN,
    bad={
        "automappa/pages/mag_summary/tasks/quality.py": '''"""Completeness and purity of MAGs."""

import platform

from automappa.tasks import queue


@queue.task(name=f"{platform.machine()}.summarize")
def summarize(sample: str, *, digits: int = 2) -> dict[str, float]:
    return {sample: round(1.0, digits)}
''',
    },
    good={
        "automappa/pages/mag_summary/tasks/quality.py": '''"""Completeness and purity of MAGs."""

from automappa.tasks import queue

PREFIX = "mag_summary"


@queue.task(name=f"{PREFIX}.summarize")
def summarize(sample: str, *, digits: int = 2) -> dict[str, float]:
    return {sample: round(1.0, digits)}
''',
    },
)
