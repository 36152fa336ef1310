"""AMS501 missing-in-worker."""

from collections.abc import Iterator

from automappa_scaffold.registry.values import Task
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules._worker_examples import FOUR, log_of_start
from automappa_scaffold.rules._worker_words import because, place_of, who_has, with_place
from automappa_scaffold.rules.finding import Finding


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield the predicted tasks that a worker does not register, and the refused ones that none registers."""
    fleet = view.fleet
    if fleet is None:
        return
    told = set()
    for task in fleet.comparison.missing:
        told.add(task.name)
        lacking = [node for group in fleet.groups if task in group.comparison.missing for node in group.nodes]
        why = fleet.explained[task.name].reason if task.name in fleet.explained else ""
        refused = sum(one.count for node in fleet.nodes for one in node.refused if one.name == task.name)
        lost = f"it has thrown away {_messages(refused)} for it" if refused else ""
        text = f"{with_place(task)} is predicted from source, but {who_has(fleet, lacking)} "
        text += f"{'does' if len(lacking) == 1 else 'do'} not register it{because([lost, why])}"
        yield RULE.finding(text, place_of(view, task), task=task.name)
    for node in fleet.nodes:
        for one in node.refused:
            if one.name in told or one.name in node.names:
                continue
            why = fleet.explained[one.name].reason if one.name in fleet.explained else ""
            origin = f"the last one was sent by {one.origin}" if one.origin else ""
            text = f"{one.name} is not registered by {who_has(fleet, [node])}, which has thrown away "
            text += f"{_messages(one.count)} for it{because([why, origin])}"
            yield RULE.finding(text, place_of(view, Task(one.name)), task=one.name)


def _messages(count: int) -> str:
    return "a message" if count == 1 else f"{count} messages"


RULE = Rule(
    code="AMS501",
    name="missing-in-worker",
    summary="A task that the source promises, or that a message asks for, is not in the worker.",
    rationale=(
        "A worker has the tasks of the code that it was started with. One that still runs an older release, "
        "was started with another `-A`, in another folder or in another environment lacks tasks that the "
        'source has: it logs "Received unregistered task" and throws their messages away.'
    ),
    fix="By hand: restart the worker on the same source, with the settings that the prediction assumed.",
    source="Celery user guide, Workers: Inspecting workers; `celery.worker.consumer.on_unknown_task`",
    check=check,
    needs_report=True,
    bad={"worker.log": log_of_start(FOUR[1:])},
    good={"worker.log": log_of_start(FOUR)},
)
