"""``check``: the static findings of a project."""

from dataclasses import dataclass

from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.registry.start import Prediction
from automappa_scaffold.rules.finding import Finding

__all__ = ["CheckResult", "check"]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The findings, sorted by place, and the prediction they rest on."""

    findings: tuple[Finding, ...]
    prediction: Prediction


def check(workspace: Workspace) -> CheckResult:
    """Return every finding of the project's rules."""
    raise NotImplementedError(workspace)
