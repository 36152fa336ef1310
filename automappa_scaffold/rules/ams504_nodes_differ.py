"""AMS504 nodes-differ."""

from collections.abc import Iterator

from automappa_scaffold.registry.fleet import NodeGroup
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules._worker_examples import FOUR, log_of_start
from automappa_scaffold.rules._worker_words import name_nodes, place_of
from automappa_scaffold.rules.finding import Finding

_NAMED = 3


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each group of nodes that differs from the prediction where another does not, or otherwise."""
    fleet = view.fleet
    if fleet is None or len({group.names for group in fleet.groups}) < 2:
        return
    for group in fleet.groups:
        if group.comparison.missing or group.comparison.extra:
            count = len(group.nodes)
            text = f"{name_nodes(group.nodes)} {'runs' if count == 1 else 'run'} another release than the "
            text += f"source or other nodes ({count} of {len(fleet.nodes)}): {_difference(group)}."
            yield RULE.finding(text, place_of(view))


def _difference(group: NodeGroup) -> str:
    lacking = [task.name for task in group.comparison.missing]
    having = [task.name for task in group.comparison.extra]
    parts = [f"lacks {_first(lacking)}"] if lacking else []
    parts += [f"still has {_first(having)}"] if having else []
    return ", ".join(parts)


def _first(names: list[str]) -> str:
    if len(names) <= _NAMED + 1:
        return ", ".join(names)
    return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"


RULE = Rule(
    code="AMS504",
    name="nodes-differ",
    summary="Workers of one app have different tasks: old and new releases run side by side.",
    rationale=(
        "All workers of a queue take each other's messages. As long as one of them lacks a task that the "
        "others have, some messages for it are thrown away, and which ones is chance. A worker that takes "
        "messages from other queues only need not know the task."
    ),
    fix="By hand: restart the workers that are behind.",
    source="Celery user guide, Routing Tasks; seen in real workers",
    check=check,
    needs_report=True,
    bad={
        "worker.log": log_of_start(FOUR, node="celery@new") + log_of_start(FOUR[1:], node="celery@old"),
    },
    good={
        "worker.log": log_of_start(FOUR, node="celery@new") + log_of_start(FOUR, node="celery@old"),
    },
)
