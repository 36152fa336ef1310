"""Workers that reported, each held against a prediction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from automappa_scaffold.registry.comparison import Comparison, Decided, compare
from automappa_scaffold.registry.values import Registry, Source, Task, Undecided

__all__ = ["Explained", "Fleet", "Node", "NodeGroup", "Refused", "compare_fleet", "group_nodes"]


@dataclass(frozen=True, slots=True)
class Refused:
    """Messages that a worker threw away because it did not know their task.

    Attributes:
        count: how many of them the log tells of.
        origin: the process that sent the last one, where that is told.
    """

    name: str
    count: int = 1
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A worker that reported.

    Attributes:
        name: its node name, ``celery@host``, or what else tells it apart.
        tasks: what it registers, sorted by name; None: it does not say.
        queues: the queues it takes messages from; None: it does not say.
        celery: its version of Celery, or empty.
        refused: the messages it threw away.
        service: the service of a compose file that it runs in, where its log tells.
        missing_libraries: modules that its interpreter lacks, with what needs them.
        is_open_ended: nothing follows the list of its tasks, which may have been cut there.
    """

    name: str
    tasks: tuple[Task, ...] | None
    queues: tuple[str, ...] | None = None
    celery: str = ""
    refused: tuple[Refused, ...] = ()
    service: str = ""
    missing_libraries: tuple[tuple[str, str], ...] = ()
    is_open_ended: bool = False

    @property
    def names(self) -> frozenset[str]:
        """The names of its tasks."""
        return frozenset(task.name for task in self.tasks or ())


@dataclass(frozen=True, slots=True)
class NodeGroup:
    """Nodes that registered the same, and how that differs from what they should know."""

    nodes: tuple[Node, ...]
    comparison: Comparison

    @property
    def names(self) -> frozenset[str]:
        """What each of them registers."""
        return self.nodes[0].names


@dataclass(frozen=True, slots=True)
class Explained:
    """Why a task is missing or extra, where it is called, and what mends it.

    Attributes:
        command: a command to run; empty where there is none.
        callers: ``path:line`` of the places that send the task.
    """

    reason: str = ""
    command: str = ""
    callers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fleet:
    """All that reported, against one prediction; ``comparison`` is of all of them together.

    Attributes:
        explained: for each name that differs, why.
        wanted: how many nodes had to answer; 0: any number.
    """

    source: Source
    app: str
    nodes: tuple[Node, ...]
    groups: tuple[NodeGroup, ...]
    comparison: Comparison
    explained: Mapping[str, Explained] = field(default_factory=dict)
    wanted: int = 0


def compare_fleet(
    predicted: Registry,
    nodes: Sequence[Node],
    *,
    source: Source,
    routes: Mapping[str, str | None] | None = None,
    ignore_registered: Sequence[str] = (),
    wanted: int = 0,
) -> Fleet:
    """Return how the nodes differ from a prediction.

    Args:
        routes: the queue that each task's messages go to, None where it is not known. A node need not know
            the tasks of queues that it does not take messages from.
        wanted: how many nodes there should be.
    """
    ordered = tuple(sorted(nodes, key=lambda node: node.name))
    groups = []
    for members in group_nodes(ordered):
        needed = _needed(predicted, members[0], routes or {})
        reported = Registry(source, predicted.app, members[0].tasks or ())
        groups.append(NodeGroup(members, compare(needed, reported, ignore_registered=ignore_registered)))
    total = _together([group.comparison for group in groups], predicted)
    return Fleet(source, predicted.app, ordered, tuple(groups), total, wanted=wanted)


def group_nodes(nodes: Sequence[Node]) -> tuple[tuple[Node, ...], ...]:
    """Return the nodes that say what they registered, grouped by that and by their queues, largest first."""
    groups: dict[tuple[frozenset[str], tuple[str, ...] | None], list[Node]] = {}
    for node in nodes:
        if node.tasks is not None:
            groups.setdefault((node.names, node.queues), []).append(node)
    ordered = sorted(groups.values(), key=lambda members: (-len(members), members[0].name))
    return tuple(tuple(members) for members in ordered)


def _needed(predicted: Registry, node: Node, routes: Mapping[str, str | None]) -> Registry:
    """Return the part of a prediction that a node has to know, and what it has besides and may."""
    if node.queues is None:
        return predicted
    known = node.names
    tasks = tuple(
        task
        for task in predicted.tasks
        if task.name in known or (queue := routes.get(task.name)) is None or queue in node.queues
    )
    return Registry(predicted.source, predicted.app, tasks, unknown=predicted.unknown, error=predicted.error)


def _together(comparisons: Sequence[Comparison], predicted: Registry) -> Comparison:
    if len(comparisons) == 1:
        return comparisons[0]
    missing: dict[str, Task] = {}
    extra: dict[str, Task] = {}
    ignored: dict[str, Task] = {}
    surely: dict[Undecided, dict[str, Task]] = {entry: {} for entry in predicted.unknown}
    perhaps: dict[Undecided, dict[str, Task]] = {entry: {} for entry in predicted.unknown}
    for one in comparisons:
        missing |= {task.name: task for task in one.missing}
        extra |= {task.name: task for task in one.extra}
        ignored |= {task.name: task for task in one.ignored}
        for entry in one.decided:
            surely[entry.unknown] |= {task.name: task for task in entry.tasks}
            perhaps[entry.unknown] |= {task.name: task for task in entry.perhaps}
    return Comparison(
        missing=_sorted(missing),
        extra=_sorted(extra),
        ignored=_sorted(ignored),
        decided=tuple(
            Decided(unknown, _sorted(tasks), _sorted(perhaps[unknown])) for unknown, tasks in surely.items()
        ),
        predicted_error=predicted.error,
    )


def _sorted(tasks: Mapping[str, Task]) -> tuple[Task, ...]:
    return tuple(tasks[name] for name in sorted(tasks))
