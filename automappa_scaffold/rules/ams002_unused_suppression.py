"""AMS002 unused-suppression."""

from collections.abc import Iterator

from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding, Severity


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield nothing: what suppressions take back is known when all other rules have spoken."""
    yield from ()


RULE = Rule(
    code="AMS002",
    name="unused-suppression",
    summary="A suppression takes back no finding.",
    rationale=(
        "`# automappa: ignore[CODE] reason` takes back the findings of that rule on its line. One that is "
        "left over would hide the next finding there; one without a code, or with a code that does not "
        "exist, does nothing. While the worker does not start, and of rules that are not selected, no "
        "suppression is called unused."
    ),
    fix="Safe: removes the rule from the comment, and the comment with its last rule.",
    source="README, Suppressions",
    check=check,
    severity=Severity.WARNING,
    bad={
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

from automappa.tasks import queue


@queue.task(name="mag_summary.count_contigs")  # automappa: ignore[AMS305] counted elsewhere
def count_contigs(sample: str) -> int:
    return len(sample)
''',
    },
    good={
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

from automappa.tasks import queue


@queue.task(name="celery.count_contigs")  # automappa: ignore[AMS305] the old worker knows it so
def count_contigs(sample: str) -> int:
    return len(sample)
''',
    },
)
