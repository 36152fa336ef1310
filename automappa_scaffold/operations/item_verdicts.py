"""What the pytest plugin's items say: one verdict per task, per group of rules, and per thing not decided."""

from collections.abc import Container, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from automappa_scaffold.errors import ScaffoldError
from automappa_scaffold.operations.check import check
from automappa_scaffold.operations.explanation import Verdict
from automappa_scaffold.operations.verify import verify_worker
from automappa_scaffold.operations.why import explain_task
from automappa_scaffold.operations.workspace import open_workspace
from automappa_scaffold.registry.values import Registry, UnregisteredTask
from automappa_scaffold.reporting.check_report import is_blocking
from automappa_scaffold.reporting.findings import render_findings
from automappa_scaffold.reporting.registries import render_start_error
from automappa_scaffold.reporting.terminal import PLAIN, printable
from automappa_scaffold.reporting.verification import render_verification
from automappa_scaffold.rules.finding import Finding

__all__ = ["ItemVerdict", "explain_absence", "find_verdicts", "judge_worker"]

# The groups of the catalogue that need no worker, by the digit behind "AMS".
_GROUPS = {"0": "sources", "1": "discovery", "2": "packages", "3": "tasks", "4": "callers"}


class ItemVerdict(NamedTuple):
    """What an item says: it passes with neither ``failure`` nor ``unknown``. Plain values, that can be sent.

    ``path``: of what it is about, relative to the project's root; ``line`` counts from 1.
    """

    name: str
    failure: str = ""
    unknown: str = ""
    path: str = ""
    line: int = 1


def find_verdicts(root: Path) -> list[ItemVerdict]:
    """Return the verdicts on a project, always in the same order.

    A project that cannot be judged is one verdict, which fails.
    """
    try:
        result = check(open_workspace(root))
    except ScaffoldError as error:
        return [ItemVerdict("check", failure=printable(f"{error.message} {error.hint}".strip(), keep="\n"))]
    registry = result.prediction.registry
    places = {task.name: (task.path, task.line) for task in registry.tasks}
    refused = {task.name: task for task in registry.unregistered if task.name not in places}
    places |= {name: (task.path, task.line) for name, task in refused.items()}
    blocking = [found for found in result.findings if is_blocking(found)]
    verdicts = []
    for name, (path, line) in sorted(places.items()):
        own = [found for found in blocking if found.task == name]
        said = _told(own) or (_told_refusal(refused[name]) if name in refused else "")
        verdicts.append(ItemVerdict(printable(name), said, path=str(path or ""), line=line or 1))
    return [*verdicts, *_unknowns(registry), *_groups(registry, blocking, places)]


def judge_worker(root: Path) -> str:
    """Return how a real start of the project's worker differs from the prediction; empty: it agrees."""
    try:
        found = verify_worker(open_workspace(root))
    except ScaffoldError as error:
        return printable(f"{error.message} {error.hint}".strip(), keep="\n")
    if found.agree and found.comparison.reported_error is None:
        return ""
    text = render_verification(
        found.fleet,
        found.findings,
        PLAIN,
        unregistered=found.unregistered,
        is_complete=found.is_complete,
        celery=found.celery,
    )
    error_text = found.comparison.reported_error
    return "\n".join(filter(None, [render_start_error(error_text, PLAIN) if error_text else "", text]))


def explain_absence(root: Path, name: str) -> str:
    """Return why the worker does not register a task of that name, and what mends it; empty: it does."""
    try:
        explanations = explain_task(open_workspace(root), name)
    except ScaffoldError as error:
        return printable(f"{error.message} {error.hint}".strip(), keep="\n")
    told = next((entry for entry in explanations if entry.name == name), explanations[0])
    if told.verdict is Verdict.REGISTERED and told.name == name:
        return ""
    lines = [f"{name}: {told.verdict.value}"]
    if told.name != name:
        lines.append(f"there is {told.name}")
    lines += [told.reason] if told.reason else []
    lines += [f"mend it with: {told.command}"] if told.command else []
    return printable("\n".join(lines), keep="\n")


def _unknowns(registry: Registry) -> list[ItemVerdict]:
    verdicts: dict[str, ItemVerdict] = {}
    for entry in registry.unknown:
        where = printable(f"{entry.path}:{entry.line}")
        told = printable(f"cannot be decided from source: {entry.expression}: {entry.reason}")
        before = verdicts.get(where)
        told = f"{before.unknown}; {told}" if before else told
        verdicts[where] = ItemVerdict(
            f"unknown[{where}]", unknown=told, path=str(entry.path), line=entry.line
        )
    return [verdicts[where] for where in sorted(verdicts)]


def _groups(
    registry: Registry, blocking: Sequence[Finding], told: Container[str | None]
) -> Iterator[ItemVerdict]:
    """Yield a verdict for each group of rules, on the findings that no task's verdict tells."""
    rest = [finding for finding in blocking if finding.task not in told]
    error = registry.error
    for digit, group in _GROUPS.items():
        own = [finding for finding in rest if finding.code[3] == digit]
        said = _told(own)
        # An error that stops the worker is told by its own rule, if that is selected.
        if error is not None and digit == "1" and not rest:
            said = render_start_error(error, PLAIN)
        first = own[0].place if own else None
        path, line = (str(first.path), first.line) if first else ("", 1)
        yield ItemVerdict(f"AMS{digit}xx-{group}", said, path=path, line=line)


def _told(findings: Sequence[Finding]) -> str:
    return render_findings(findings, PLAIN, show_path=str)


def _told_refusal(task: UnregisteredTask) -> str:
    return printable(f"{task.path}:{task.line}:1 {task.reason} the worker does not register {task.name}.")
