"""How rules about reports name workers and tasks."""

from collections.abc import Iterable, Sequence

from automappa_scaffold.registry.fleet import Fleet, Node
from automappa_scaffold.registry.values import Source, Task
from automappa_scaffold.rules._rule import ProjectView
from automappa_scaffold.source.places import Place

__all__ = ["because", "name_nodes", "place_of", "who_has", "with_place"]

_NAMED = 3


def with_place(task: Task) -> str:
    """Return a task's name, with its place where that is known."""
    if task.path is None:
        return task.name
    return f"{task.name} ({task.path}:{task.line})" if task.line else f"{task.name} ({task.path})"


def place_of(view: ProjectView, task: Task | None = None) -> Place:
    """Return where a task is defined; else the file that makes the app."""
    if task is not None and task.path is not None and not task.path.is_absolute():
        return Place(task.path, task.line or 1)
    known = {known.name: known for known in view.prediction.registry.tasks}
    if task is not None and task.path is None and task.name in known:
        return place_of(view, known[task.name])
    return Place(view.prediction.app_path) if view.prediction.app_path is not None else view.imports_place()


def who_has(fleet: Fleet, nodes: Sequence[Node]) -> str:
    """Return who does something: the worker, or which of several."""
    if len(fleet.nodes) <= 1 and fleet.source is not Source.LIVE:
        return "the worker"
    return name_nodes(nodes)


def name_nodes(nodes: Sequence[Node]) -> str:
    """Return the names of nodes, the first few of many."""
    names = [node.name for node in nodes]
    if len(names) <= _NAMED + 1:
        return ", ".join(names)
    return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"


def because(reasons: Iterable[str]) -> str:
    """Return the end of a sentence: the reasons, or a full stop."""
    told = [reason.rstrip(".") for reason in reasons if reason]
    return f": {'; '.join(told)}." if told else "."
