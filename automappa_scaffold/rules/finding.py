"""What a rule says about a place."""

from dataclasses import dataclass
from enum import Enum

from automappa_scaffold.rules.fix import Fix, Safety
from automappa_scaffold.source.places import Place

__all__ = ["Finding", "Severity", "is_fixable"]


class Severity(str, Enum):
    """How much a finding weighs. Errors and warnings make exit code 1; notes and unknowns do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule's claim about a place.

    Attributes:
        code: the rule's code, ``AMS201``; its meaning never changes.
        name: the rule's name, ``init-does-not-import``.
        message: what is wrong, what the worker will do, and what to change.
        task: the registered name of the task that is concerned, where it is one.
        fix: what mends it, where that is mechanical.
    """

    code: str
    name: str
    severity: Severity
    message: str
    place: Place
    task: str | None = None
    fix: Fix | None = None


def is_fixable(finding: Finding, *, with_unsafe: bool) -> bool:
    """Return whether ``--fix`` would try to mend the finding."""
    return finding.fix is not None and (with_unsafe or finding.fix.safety is Safety.SAFE)
