"""A fleet of running workers on one screen."""

from collections.abc import Mapping, Sequence

from automappa_scaffold.registry.fleet import Fleet, Node, NodeGroup
from automappa_scaffold.registry.values import Task
from automappa_scaffold.reporting.registries import counted_tasks
from automappa_scaffold.reporting.terminal import Terminal, printable

__all__ = ["render_fleet"]

_SHOWN_NODES = 4
_SHOWN_TASKS = 10


def render_fleet(
    fleet: Fleet,
    terminal: Terminal,
    *,
    routes: Mapping[str, str | None] | None = None,
    is_verbose: bool = False,
) -> str:
    """Return a line for each group of nodes that registered the same, and what each lacks and has besides.

    Args:
        routes: the queue of each task's messages; of one that no node takes from there is a line.
        is_verbose: name every node and task, however many there are.
    """
    lines = []
    for group in fleet.groups:
        lines.append(_group_line(group, terminal, is_verbose=is_verbose))
        lines += _task_lines("lacks", group.comparison.missing, is_verbose=is_verbose)
        lines += _task_lines("has besides", group.comparison.extra, is_verbose=is_verbose)
    silent = [node for node in fleet.nodes if node.tasks is None]
    if silent:
        label = terminal.paint("no list:", "yellow")
        lines.append(f"{label} {_names(silent, is_verbose=is_verbose)}")
    lines += _waiting_lines(fleet, routes or {}, terminal)
    return "\n".join(lines)


def _waiting_lines(fleet: Fleet, routes: Mapping[str, str | None], terminal: Terminal) -> list[str]:
    """Return a line for each queue with messages for tasks and no node that takes them."""
    taken: set[str] = set()
    for node in fleet.nodes:
        if node.queues is None:
            return []
        taken.update(node.queues)
    waiting: dict[str, list[str]] = {}
    for name, queue in sorted(routes.items()):
        if queue is not None and queue not in taken:
            waiting.setdefault(queue, []).append(printable(name))
    label = terminal.paint("no node:", "yellow")
    return [
        f"{label} nobody who answered takes messages from {printable(queue)}, where {names[0]}"
        f"{f' and {len(names) - 1} more' if len(names) > 1 else ''} would wait"
        for queue, names in sorted(waiting.items())
    ]


def _group_line(group: NodeGroup, terminal: Terminal, *, is_verbose: bool) -> str:
    count = len(group.nodes)
    comparison = group.comparison
    if comparison.predicted_error is not None:
        mark = terminal.paint("runs", "bold", "yellow")  # by its source it would not
    elif comparison.missing or comparison.extra:
        mark = terminal.paint("differs", "bold", "red")
    else:
        mark = terminal.paint("agrees", "bold", "green")
    who = f"{count} nodes" if count > 1 else "1 node"
    queues = group.nodes[0].queues
    where = f" on {printable(', '.join(queues))}" if queues else ""
    names = _names(group.nodes, is_verbose=is_verbose)
    return f"{mark}: {who}{where}, {counted_tasks(len(group.names))}: {names}"


def _names(nodes: Sequence[Node], *, is_verbose: bool) -> str:
    names = [printable(node.name) for node in nodes]
    if is_verbose or len(names) <= _SHOWN_NODES + 1:
        return ", ".join(names)
    return f"{', '.join(names[:_SHOWN_NODES])} and {len(names) - _SHOWN_NODES} more"


def _task_lines(label: str, tasks: Sequence[Task], *, is_verbose: bool) -> list[str]:
    shown = tasks if is_verbose or len(tasks) <= _SHOWN_TASKS + 1 else tasks[:_SHOWN_TASKS]
    lines = [f"  {label} {printable(task.name)}" for task in shown]
    return lines if len(shown) == len(tasks) else [*lines, f"  {label} {len(tasks) - len(shown)} more"]
