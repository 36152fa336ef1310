"""A prediction held against a report, as text and as JSON."""

from collections.abc import Mapping, Sequence
from typing import Any

from automappa_scaffold.registry.comparison import Comparison
from automappa_scaffold.registry.values import Registry, StartError, Task
from automappa_scaffold.reporting.documents import json_text
from automappa_scaffold.reporting.registries import (
    counted_tasks,
    error_document,
    place_text,
    render_start_error,
    undecided_documents,
    undecided_lines,
)
from automappa_scaffold.reporting.terminal import Terminal, printable

__all__ = ["render_verification", "render_verification_json"]


def render_verification(
    comparison: Comparison, reported: Registry, terminal: Terminal, celery: str = ""
) -> str:
    """Return both ways of difference, what was not decided, and the verdict as the last line."""
    lines = [_difference_line("missing", task, terminal) for task in comparison.missing]
    lines += [_difference_line("extra", task, terminal) for task in comparison.extra]
    lines += [f"ignored: {printable(task.name)} (ignore-registered)" for task in comparison.ignored]
    lines += undecided_lines(comparison.unknown, terminal)
    return "\n".join([*lines, _verdict(comparison, reported, terminal, celery)])


def render_verification_json(
    comparison: Comparison, reported: Registry, nodes: Mapping[str, Sequence[str]]
) -> str:
    """Return the JSON document of ``verify``."""
    return json_text(
        {
            "source": reported.source.value,
            "agree": comparison.agree,
            "missing": [_task_document(task) for task in comparison.missing],
            "extra": [_task_document(task) for task in comparison.extra],
            "unknown": undecided_documents(comparison.unknown),
            "nodes": {name: list(queues) for name, queues in sorted(nodes.items())},
            "error": error_document(comparison.reported_error or comparison.predicted_error),
        }
    )


def _difference_line(kind: str, task: Task, terminal: Terminal) -> str:
    where = f" ({place_text(task.path, task.line)})" if task.path else ""
    if kind == "missing":
        said = "is predicted from source, but the worker does not register it"
    else:
        said = "is registered by the worker, but not predicted from source"
    return f"{terminal.paint(kind + ':', 'bold', 'red')} {printable(task.name)}{where} {said}"


def _verdict(comparison: Comparison, reported: Registry, terminal: Terminal, celery: str) -> str:
    who = f"the worker (Celery {printable(celery)})" if celery else "the worker"
    if comparison.reported_error is not None and comparison.predicted_error is None:
        return f"{terminal.paint('mismatch:', 'bold', 'red')} predicted to start, but {who} does not"
    if comparison.reported_error is not None:
        return f"{who} does not start, as predicted"
    if comparison.predicted_error is not None:
        return _unpredicted_start(comparison.predicted_error, reported, who, terminal)
    agreed = len(reported.tasks) - len(comparison.extra) - len(comparison.ignored)
    if comparison.agree:
        said = f"{who} registers {counted_tasks(agreed)}, as predicted"
        return f"{terminal.paint('agree:', 'bold', 'green')} {said}"
    counts = f"{len(comparison.missing)} missing, {len(comparison.extra)} extra, {agreed} agree"
    if comparison.unknown:
        counts += f", {len(comparison.unknown)} could not be decided from source"
    return f"{terminal.paint('mismatch:', 'bold', 'red')} {counts}, says {who}"


def _unpredicted_start(error: StartError, reported: Registry, who: str, terminal: Terminal) -> str:
    started = f"{who} starts and registers {counted_tasks(len(reported.tasks))}"
    predicted = f"Predicted from source: {render_start_error(error, terminal)}"
    return f"{terminal.paint('mismatch:', 'bold', 'red')} {started}, against the prediction.\n{predicted}"


def _task_document(task: Task) -> dict[str, Any]:
    return {"name": task.name, "path": task.path.as_posix() if task.path else None, "line": task.line}
