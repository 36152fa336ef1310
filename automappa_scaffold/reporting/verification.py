"""A prediction held against what workers report, as text and as JSON."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from automappa_scaffold.registry.comparison import Comparison, Decided
from automappa_scaffold.registry.fleet import Explained, Fleet, Node
from automappa_scaffold.registry.values import Source, StartError, Task, UnregisteredTask
from automappa_scaffold.reporting.documents import json_text
from automappa_scaffold.reporting.registries import (
    counted_tasks,
    error_document,
    place_text,
    render_start_error,
)
from automappa_scaffold.reporting.terminal import Terminal, printable
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
) -> str:
    """Return each difference, what was not decided, and the verdict as the last line."""
    lines = [
        _finding_line(finding, fleet.explained, terminal) for finding in findings if finding.code in _LABELS
    ]
    lines += [f"ignored: {printable(task.name)} (ignore-registered)" for task in fleet.comparison.ignored]
    for entry in fleet.comparison.decided:
        lines += _decided_lines(entry, terminal, is_judged=bool(fleet.groups))
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
    verdict = _verdict(fleet, findings, terminal, celery, is_complete)
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


def _decided_lines(entry: Decided, terminal: Terminal, *, is_judged: bool) -> list[str]:
    unknown = entry.unknown
    where = place_text(unknown.path, unknown.line)
    because = f"{where} {printable(unknown.expression)}: {printable(unknown.reason)}"
    if not is_judged:
        return [f"{terminal.paint('unknown:', 'yellow')} {because}"]
    label = terminal.paint("decided:", "cyan")
    if not entry.tasks:
        return [f"{label} no task is registered because of what source leaves open at {because}"]
    return [
        f"{label} {printable(task.name)}{_where(task)} is registered, which source leaves open at {because}"
        for task in entry.tasks
    ]


def _where(task: Task) -> str:
    return f" ({place_text(task.path, task.line)})" if task.path else ""


def _verdict(
    fleet: Fleet, findings: Sequence[Finding], terminal: Terminal, celery: str, is_complete: bool
) -> str:
    comparison = fleet.comparison
    who = _who(fleet, celery)
    differ = terminal.paint("mismatch:", "bold", "red")
    if comparison.reported_error is not None and comparison.predicted_error is None:
        return f"{differ} predicted to start, but {who} does not"
    if comparison.reported_error is not None:
        return f"{who} does not start, as predicted"
    names = {name for group in fleet.groups for name in group.names}
    if comparison.predicted_error is not None:
        return _unpredicted_start(comparison.predicted_error, len(names), who, terminal)
    told = [finding for finding in findings if finding.code in _LABELS]
    answered = (
        f"{len(fleet.nodes)} of {fleet.wanted} nodes answered" if fleet.wanted > len(fleet.nodes) else ""
    )
    if told:
        return f"{differ} {_counts(comparison, told, names)}, says {who}" + (answered and f"; {answered}")
    if answered:
        return f"{differ} {answered}; what they register is as predicted"
    agreed = len(names) - len(comparison.ignored)
    verb = "registers" if len(fleet.nodes) <= 1 else "register"
    said = f"{who} {verb} {counted_tasks(agreed)}, as predicted"
    if not is_complete:
        return f"{terminal.paint('unknown:', 'bold', 'yellow')} {said}, as far as the log tells"
    return f"{terminal.paint('agree:', 'bold', 'green')} {said}"


def _who(fleet: Fleet, celery: str) -> str:
    version = f" (Celery {printable(celery)})" if celery else ""
    count = len(fleet.nodes)
    if fleet.source is Source.LIVE:
        return f"{count} nodes{version}" if count != 1 else f"{printable(fleet.nodes[0].name)}{version}"
    return f"the worker{version}" if count <= 1 else f"the {count} workers{version}"


def _counts(comparison: Comparison, told: Sequence[Finding], names: Iterable[str]) -> str:
    extra = {task.name for task in (*comparison.extra, *comparison.ignored)}
    agreed = len(set(names) - extra - {task.name for task in comparison.missing})
    counts = f"{len(comparison.missing)} missing, {len(comparison.extra)} extra, {agreed} agree"
    refused = {
        finding.task
        for finding in told
        if finding.code == "AMS505" or finding.task not in {task.name for task in comparison.missing}
    } - {task.name for task in comparison.extra}
    refused.discard(None)
    return f"{counts}, {len(refused)} refused" if refused else counts


def _unpredicted_start(error: StartError, count: int, who: str, terminal: Terminal) -> str:
    started = f"{who} starts and registers {counted_tasks(count)}"
    predicted = f"Predicted from source: {render_start_error(error, terminal)}"
    return f"{terminal.paint('mismatch:', 'bold', 'red')} {started}, against the prediction.\n{predicted}"


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
        "registered": [task.name for task in entry.tasks],
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
