"""AMS502 extra-in-worker."""

from collections.abc import Iterator

from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules._worker_examples import FOUR, log_of_start
from automappa_scaffold.rules._worker_words import because, place_of, who_has, with_place
from automappa_scaffold.rules.finding import Finding


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield the tasks that a worker registers and that are neither predicted nor due to an unknown."""
    fleet = view.fleet
    for task in fleet.comparison.extra if fleet is not None else ():
        assert fleet is not None
        having = [node for group in fleet.groups if task in group.comparison.extra for node in group.nodes]
        why = fleet.explained[task.name].reason if task.name in fleet.explained else ""
        text = f"{with_place(task)} is registered by {who_has(fleet, having)}, but not predicted from source"
        yield RULE.finding(text + because([why]), place_of(view, task), task=task.name)


RULE = Rule(
    code="AMS502",
    name="extra-in-worker",
    summary="A worker has a task that the source does not give it.",
    rationale=(
        "Mostly the worker still runs an older release, in which the task was there: it goes on to accept "
        "messages for code that is gone. A library may register tasks while the app runs; the setting "
        "`ignore-registered` names those."
    ),
    fix="By hand: restart the worker on the same source, or name the task in `ignore-registered`.",
    source="Celery user guide, Workers: Inspecting workers",
    check=check,
    needs_report=True,
    bad={"worker.log": log_of_start([*FOUR[:3], "automappa.tasks.retired", FOUR[3]])},
    good={"worker.log": log_of_start(FOUR)},
)
