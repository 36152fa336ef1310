"""AMS011 dynamic-registration."""

from collections.abc import Iterator

from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding, Severity
from automappa_scaffold.source.places import Place


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield the expressions that decide whether a task is registered, and that source does not decide."""
    for unknown in view.prediction.registry.unknown:
        if unknown.code == "AMS011":
            message = f"{unknown.expression}: {unknown.reason}. `automappa-scaffold verify` asks a worker."
            yield RULE.finding(message, Place(unknown.path, unknown.line))


RULE = Rule(
    code="AMS011",
    name="dynamic-registration",
    summary="Whether a task is registered depends on something that source does not say.",
    rationale="The condition is decided when the worker starts, by code or data outside the source.",
    fix="By hand: make the condition a constant, or ask a real worker with `verify`.",
    source="Seen in real workers",
    check=check,
    severity=Severity.UNKNOWN,
    bad={
        "automappa/pages/home/tasks/status_badge.py": '''"""The badge that shows that the worker answers."""

import shutil

from automappa.tasks import queue

if shutil.disk_usage("/").total > 0:

    @queue.task(bind=True)
    def set_badge_color(self, color: str) -> str:
        return color
''',
    },
    good={
        "automappa/pages/home/tasks/status_badge.py": '''"""The badge that shows that the worker answers."""

import os

from automappa.tasks import queue

if os.environ.get("AUTOMAPPA_BADGE", "on") == "on":

    @queue.task(bind=True)
    def set_badge_color(self, color: str) -> str:
        return color
''',
    },
)
