"""A prediction held against what workers report, as text and as JSON."""

from collections.abc import Mapping, Sequence
from typing import Any

from automappa_scaffold.registry.comparison import Comparison, Decided
from automappa_scaffold.registry.fleet import Explained, Fleet, Node
from automappa_scaffold.registry.values import Task, Undecided, UnregisteredTask
from automappa_scaffold.reporting.documents import json_text
from automappa_scaffold.reporting.registries import error_document, place_text
from automappa_scaffold.reporting.terminal import Terminal, printable
from automappa_scaffold.reporting.verdict import render_verdict
from automappa_scaffold.rules.finding import Finding

__all__ = ["render_tasks", "render_verification", "render_verification_json"]

_LABELS = {"AMS501": "missing", "AMS502": "extra", "AMS504": "differ", "AMS505": "refused"}


def render_verification(
    fleet: Fleet,
    findings: Sequence[Finding],
    terminal: Terminal,
    *,
    unregistered: Sequence[tuple[UnregisteredTask, Explained]] = (),
    is_complete: bool = True,
    celery: str = "",
    is_known: bool = True,
) -> str:
    """Return each difference, what was not decided, and the verdict as the last line.

    Args:
        is_known: whether there is anything to have a verdict on.
    """
    told = [finding for finding in findings if finding.code in _LABELS]
    lines = [_finding_line(finding, fleet.explained, terminal) for finding in told]
    lines += [f"ignored: {printable(task.name)} (ignore-registered)" for task in fleet.comparison.ignored]
    lines += _decided_lines(fleet.comparison.decided, terminal, is_judged=bool(fleet.groups))
    for task, why in unregistered:
        lines.append(_unregistered_line(task, why, terminal))
    for module, what in sorted({lacking for node in fleet.nodes for lacking in node.missing_libraries}):
        label = terminal.paint("missing library:", "yellow")
        lines.append(
            f"{label} {printable(module)}, which the {printable(what)} needs, is not installed for the app's "
            "Python. The names are right without it; a worker that connects needs it."
        )
    silent = [node.name for node in fleet.nodes if node.tasks is None]
    if silent and fleet.groups:
        label = terminal.paint("unknown:", "yellow")
        lines.append(f"{label} what {_some(silent)} registers: there is no [tasks] list of it")
    if not is_known:
        return "\n".join(lines)
    verdict = render_verdict(fleet, told, terminal, celery=celery, is_complete=is_complete)
    if unregistered:
        verdict += f" ({len(unregistered)} defined but not registered)"
    return "\n".join([*lines, verdict])


def render_verification_json(
    fleet: Fleet,
    *,
    agree: bool,
    unknown: str = "",
    failure: Mapping[str, Any] | None = None,
) -> str:
    """Return the JSON document of ``verify``.

    Args:
        unknown: why nothing is known of what the workers register.
        failure: what the error has besides its message, place and chain.
    """
    comparison = fleet.comparison
    error = error_document(comparison.reported_error or comparison.predicted_error)
    if error is not None and failure is not None and comparison.reported_error is not None:
        error |= failure
    open_questions = [_decided_document(entry) for entry in comparison.decided]
    silent = [node.name for node in fleet.nodes if node.tasks is None]
    for reason in [unknown] if unknown else [f"there is no [tasks] list of {name}" for name in silent]:
        open_questions.append(
            {"path": None, "line": None, "expression": "[tasks]", "reason": reason, "registered": []}
        )
    return json_text(
        {
            "source": fleet.source.value,
            "agree": agree,
            "missing": [_difference(task, "AMS501", fleet) for task in comparison.missing],
            "extra": [_difference(task, "AMS502", fleet) for task in comparison.extra],
            "unknown": open_questions,
            "nodes": {node.name: _node_document(node, fleet) for node in fleet.nodes},
            "error": error,
        }
    )


def render_tasks(nodes: Sequence[Node], terminal: Terminal) -> str:
    """Return one line for each registered task, with its module and place where these are known."""
    found = {task.name: task for node in nodes for task in node.tasks or ()}
    lines = []
    for name in sorted(found):
        task = found[name]
        known = [printable(task.module)] if task.module else []
        known += [place_text(task.path, task.line)] if task.path else []
        lines.append("  ".join([f"  {printable(name)}", *(terminal.paint(one, "dim") for one in known)]))
    return "\n".join(lines)


def _finding_line(finding: Finding, explained: Mapping[str, Explained], terminal: Terminal) -> str:
    label = terminal.paint(f"{_LABELS[finding.code]}:", "bold", "red")
    command = explained.get(finding.task or "", Explained()).command
    return f"{label} {printable(finding.message)} [{finding.code}]{_mending(command, terminal)}"


def _mending(command: str, terminal: Terminal) -> str:
    return f" Mend it with: {terminal.paint(printable(command), 'bold')}" if command else ""


def _unregistered_line(task: UnregisteredTask, why: Explained, terminal: Terminal) -> str:
    label = terminal.paint("not registered:", "yellow")
    reason = f": {printable(why.reason.rstrip('.'))}" if why.reason else ""
    where = place_text(task.path, task.line)
    said = f"{label} {printable(task.name)} ({where}), as predicted{reason}."
    return f"{said} [{task.reason}]{_mending(why.command, terminal)}"


def _decided_lines(decided: Sequence[Decided], terminal: Terminal, *, is_judged: bool) -> list[str]:
    """Return what each unknown turned out to be; where no worker tells that, the unknowns."""
    unknowns = {
        entry.unknown: f"{terminal.paint('unknown:', 'yellow')} {_because(entry.unknown)}"
        for entry in decided
    }
    if not is_judged:
        return list(unknowns.values())
    label = terminal.paint("decided:", "cyan")
    lines = [
        f"{label} {printable(task.name)}{_where(task)} is registered, which source leaves open at "
        f"{_because(entry.unknown)}"
        for entry in decided
        for task in entry.tasks
    ]
    wide: dict[Task, list[Undecided]] = {}
    for entry in decided:
        for task in entry.perhaps:
            wide.setdefault(task, []).append(entry.unknown)
    for task, reasons in wide.items():
        place = f"at {_because(reasons[0])}" if len(reasons) == 1 else f"in {len(reasons)} places"
        said = f"{label} {printable(task.name)}{_where(task)} is registered, perhaps because of what source"
        lines.append(f"{said} leaves open {place}")
    named = {reason for reasons in wide.values() if len(reasons) > 1 for reason in reasons}
    lines += [line for unknown, line in unknowns.items() if unknown in named]
    return lines + [
        f"{label} no task is registered because of what source leaves open at {_because(entry.unknown)}"
        for entry in decided
        if not entry.tasks and not entry.perhaps
    ]


def _because(unknown: Undecided) -> str:
    where = place_text(unknown.path, unknown.line)
    return f"{where} {printable(unknown.expression)}: {printable(unknown.reason)}"


def _where(task: Task) -> str:
    return f" ({place_text(task.path, task.line)})" if task.path else ""


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(printable(name) for name in names[:3])
    return shown if len(names) <= 3 else f"{shown} and {len(names) - 3} more"


def _difference(task: Task, code: str, fleet: Fleet) -> dict[str, Any]:
    why = fleet.explained.get(task.name, Explained())
    return {
        **_task_document(task),
        "code": code,
        "reason": why.reason or None,
        "command": why.command or None,
    }


def _decided_document(entry: Decided) -> dict[str, Any]:
    return {
        "path": entry.unknown.path.as_posix(),
        "line": entry.unknown.line,
        "expression": entry.unknown.expression,
        "reason": entry.unknown.reason,
        "registered": sorted(task.name for task in (*entry.tasks, *entry.perhaps)),
    }


def _node_document(node: Node, fleet: Fleet) -> dict[str, Any]:
    group = next((group for group in fleet.groups if node in group.nodes), None)
    comparison = group.comparison if group is not None else Comparison()
    return {
        "celery": node.celery or None,
        "queues": list(node.queues) if node.queues is not None else None,
        "tasks": None if node.tasks is None else [task.name for task in node.tasks],
        "missing": [task.name for task in comparison.missing],
        "extra": [task.name for task in comparison.extra],
        "refused": [_refused_document(one.name, one.count, one.origin, fleet) for one in node.refused],
        "missing_libraries": [
            {"module": module, "needed_by": what} for module, what in node.missing_libraries
        ],
    }


def _refused_document(name: str, count: int, origin: str, fleet: Fleet) -> dict[str, Any]:
    why = fleet.explained.get(name, Explained())
    registered = any(name in group.names for group in fleet.groups)
    return {
        "name": name,
        "count": count,
        "origin": origin or None,
        "code": "AMS505" if registered else "AMS501",
        "reason": why.reason or None,
        "command": why.command or None,
        "callers": list(why.callers),
    }


def _task_document(task: Task) -> dict[str, Any]:
    return {"name": task.name, "path": task.path.as_posix() if task.path else None, "line": task.line}
