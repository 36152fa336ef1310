"""A registry as names, as JSON, and what is said below every list of tasks."""

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from automappa_scaffold.registry.values import Registry, StartError, Task, Undecided
from automappa_scaffold.reporting.documents import json_text
from automappa_scaffold.reporting.terminal import Terminal, printable

__all__ = [
    "assumption_lines",
    "counted_tasks",
    "error_document",
    "place_text",
    "registry_caveats",
    "render_names",
    "render_registry_json",
    "render_remarks",
    "render_start_error",
    "undecided_documents",
    "undecided_lines",
]


def render_names(registry: Registry) -> str:
    """Return the registered names, one a line."""
    return "\n".join(printable(task.name) for task in registry.tasks)


def render_registry_json(registry: Registry) -> str:
    """Return the JSON document of ``tasks``."""
    return json_text(
        {
            "source": registry.source.value,
            "app": registry.app,
            "tasks": [_task_document(task) for task in registry.tasks],
            "unregistered": [
                {"name": task.name, "path": task.path.as_posix(), "line": task.line, "reason": task.reason}
                for task in registry.unregistered
            ],
            "unknown": undecided_documents(registry.unknown),
            "assumptions": list(registry.assumptions),
            "error": error_document(registry.error),
        }
    )


def counted_tasks(count: int) -> str:
    """Return the count with its noun."""
    return f"{count} task" if count == 1 else f"{count} tasks"


def registry_caveats(registry: Registry) -> list[str]:
    """Return what keeps a count of tasks from being the whole truth, as short phrases."""
    caveats = []
    if registry.unregistered:
        caveats.append(f"{len(registry.unregistered)} defined but not registered")
    if registry.unknown:
        caveats.append(f"{len(registry.unknown)} could not be decided from source")
    if registry.assumptions:
        plural = "s" if len(registry.assumptions) > 1 else ""
        caveats.append(f"given {len(registry.assumptions)} assumption{plural} (-v lists them)")
    return caveats


def render_remarks(registry: Registry, terminal: Terminal) -> str:
    """Return lines on what is not registered, not decided and assumed; empty when there is nothing to say."""
    lines = []
    for task in registry.unregistered:
        where = place_text(task.path, task.line)
        lines.append(f"{_label('not registered', terminal)} {printable(task.name)} ({where}, {task.reason})")
    lines += undecided_lines(registry.unknown, terminal)
    lines += assumption_lines(registry.assumptions, terminal)
    return "\n".join(lines)


def assumption_lines(assumptions: Sequence[str], terminal: Terminal) -> list[str]:
    """Return one line for each thing that was taken for granted."""
    return [f"{_label('assumed', terminal)} {printable(text)}" for text in assumptions]


def undecided_lines(unknown: Sequence[Undecided], terminal: Terminal) -> list[str]:
    """Return one line for each thing that source alone cannot decide."""
    return [
        f"{_label('unknown', terminal)} {place_text(entry.path, entry.line)} {printable(entry.expression)}: "
        f"{printable(entry.reason)}"
        for entry in unknown
    ]


def render_start_error(error: StartError, terminal: Terminal) -> str:
    """Return why the worker does not start, with the steps that lead there."""
    where = f" ({place_text(error.path, error.line)})" if error.path else ""
    lines = [
        f"{terminal.paint('The worker does not start:', 'bold', 'red')} {printable(error.message)}{where}"
    ]
    lines += [f"  {'via' if i else 'by'} {printable(step)}" for i, step in enumerate(error.chain)]
    return "\n".join(lines)


def place_text(path: PurePosixPath | None, line: int | None) -> str:
    """Return ``path:line`` as far as it is known."""
    if path is None:
        return ""
    return printable(f"{path}:{line}" if line else str(path))


def error_document(error: StartError | None) -> dict[str, Any] | None:
    """Return the ``error`` of a JSON document."""
    if error is None:
        return None
    return {
        "message": error.message,
        "path": error.path.as_posix() if error.path else None,
        "line": error.line,
        "chain": list(error.chain),
    }


def undecided_documents(unknown: Sequence[Undecided]) -> list[dict[str, Any]]:
    """Return the ``unknown`` of a JSON document."""
    return [
        {
            "path": entry.path.as_posix(),
            "line": entry.line,
            "expression": entry.expression,
            "reason": entry.reason,
        }
        for entry in unknown
    ]


def _label(text: str, terminal: Terminal) -> str:
    return terminal.paint(f"{text}:", "yellow" if text != "assumed" else "dim")


def _task_document(task: Task) -> dict[str, Any]:
    return {
        "name": task.name,
        "path": task.path.as_posix() if task.path else None,
        "line": task.line,
        "module": task.module,
        "bind": task.bind,
        "parameters": task.parameters,
        "via": list(task.via),
    }
