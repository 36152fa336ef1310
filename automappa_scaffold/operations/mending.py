"""The command that mends a missing link: tried on planned files before it is named."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from automappa_scaffold.errors import ScaffoldError
from automappa_scaffold.operations.explanation import Explanation, Verdict
from automappa_scaffold.operations.wanted_task import WantedTask
from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.registry.values import Task
from automappa_scaffold.rules import Finding
from automappa_scaffold.rules.fix import Safety

__all__ = ["with_tried_commands"]

_MENDABLE = (Verdict.NOT_REGISTERED, Verdict.NOT_STARTED)


def with_tried_commands(
    workspace: Workspace,
    explanations: Sequence[Explanation],
    findings: Sequence[Finding],
    meant: WantedTask | None = None,
) -> tuple[Explanation, ...]:
    """Return the explanations with commands that do mend what they explain, and no others.

    Args:
        meant: what was asked for, where an explanation goes by that instead of a task's name.
    """
    return tuple(
        _with_command(workspace, entry, findings, meant) if entry.verdict in _MENDABLE else entry
        for entry in explanations
    )


def _with_command(
    workspace: Workspace, entry: Explanation, findings: Sequence[Finding], meant: WantedTask | None
) -> Explanation:
    advice = ""
    if entry.page and entry.verdict is Verdict.NOT_REGISTERED:
        try:
            if entry.name in _names_after_add_task(workspace, entry):
                return entry
        except ScaffoldError as error:
            advice = error.hint
    for code in _fixable_codes(entry, findings):
        tasks = _tasks_after_fixes(workspace, code)
        if any(_is_explained(entry, task, meant) for task in tasks):
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


def _is_explained(entry: Explanation, task: Task, meant: WantedTask | None) -> bool:
    """Return whether a task is the one that an explanation speaks of."""
    if meant is None or meant.text != entry.name:
        return task.name == entry.name
    return meant.means(task.name, task.path, task.line)


def _tasks_after_fixes(workspace: Workspace, code: str) -> tuple[Task, ...]:
    from automappa_scaffold.operations.check import check
    from automappa_scaffold.operations.fix import plan_fixes

    try:
        outcome = plan_fixes(workspace, check, lambda finding: finding.code == code, with_unsafe=False)
    except ScaffoldError:
        return ()
    return outcome.result.prediction.registry.tasks if outcome.fixed else ()
