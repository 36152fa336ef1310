"""The command that mends a missing link: tried on planned files before it is named."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from automappa_scaffold.errors import ScaffoldError
from automappa_scaffold.operations.explanation import Explanation, Verdict
from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.rules import Finding
from automappa_scaffold.rules.fix import Safety

__all__ = ["with_tried_commands"]

_MENDABLE = (Verdict.NOT_REGISTERED, Verdict.NOT_STARTED)


def with_tried_commands(
    workspace: Workspace, explanations: Sequence[Explanation], findings: Sequence[Finding]
) -> tuple[Explanation, ...]:
    """Return the explanations with commands that do mend what they explain, and no others."""
    return tuple(
        _with_command(workspace, entry, findings) if entry.verdict in _MENDABLE else entry
        for entry in explanations
    )


def _with_command(workspace: Workspace, entry: Explanation, findings: Sequence[Finding]) -> Explanation:
    advice = ""
    if entry.page and entry.verdict is Verdict.NOT_REGISTERED:
        try:
            if entry.name in _names_after_add_task(workspace, entry):
                return entry
        except ScaffoldError as error:
            advice = error.hint
    for code in _fixable_codes(entry, findings):
        if entry.name in _names_after_fixes(workspace, code):
            return replace(entry, command=f"automappa-scaffold check --fix --select {code}")
    if any(finding.task == entry.name and finding.message in entry.reason for finding in findings):
        return replace(entry, command="")  # which says what to do
    return replace(entry, command="", reason=f"{entry.reason} {advice}".strip())


def _names_after_add_task(workspace: Workspace, entry: Explanation) -> frozenset[str]:
    from automappa_scaffold.operations.add_task import AddTaskRequest, add_task

    request = AddTaskRequest(entry.page, entry.function, module=entry.module)
    return frozenset({add_task(workspace, request, dry_run=True).task})


def _fixable_codes(entry: Explanation, findings: Sequence[Finding]) -> Iterator[str]:
    """Yield the rules whose fix is perhaps what is wanted: first those that speak of the task."""
    fixable = [f for f in findings if f.fix is not None and f.fix.safety is Safety.SAFE]
    own = [finding for finding in fixable if finding.message in entry.reason]
    yield from dict.fromkeys(finding.code for finding in own)


def _names_after_fixes(workspace: Workspace, code: str) -> frozenset[str]:
    from automappa_scaffold.operations.check import check
    from automappa_scaffold.operations.fix import plan_fixes

    try:
        outcome = plan_fixes(workspace, check, lambda finding: finding.code == code, with_unsafe=False)
    except ScaffoldError:
        return frozenset()
    return outcome.result.prediction.registry.names if outcome.fixed else frozenset()
