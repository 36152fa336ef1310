"""AMS505 registered-but-refused."""

from collections.abc import Iterator

from automappa_scaffold.registry.values import Task
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules._worker_examples import FOUR, log_of_start
from automappa_scaffold.rules._worker_words import because, place_of, who_has
from automappa_scaffold.rules.finding import Finding


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield the tasks that a worker lists and whose messages it throws away."""
    for node in view.fleet.nodes if view.fleet is not None else ():
        assert view.fleet is not None
        for one in node.refused:
            if one.name in node.names:
                why = view.fleet.explained[one.name].reason if one.name in view.fleet.explained else ""
                text = f"{one.name} is registered, and yet {who_has(view.fleet, [node])} has thrown away "
                text += f"messages for it ({one.count}){because([why])}"
                yield RULE.finding(text, place_of(view, Task(one.name)), task=one.name)


RULE = Rule(
    code="AMS505",
    name="registered-but-refused",
    summary="A worker lists a task and throws its messages away.",
    rationale=(
        "What makes a message run is a table that the worker makes when it connects to the broker. A task "
        "that is registered after that (by a handler of `worker_ready`, by a library at run time) stands in "
        "`inspect registered` and is refused all the same. So is one that only child processes have."
    ),
    fix="By hand: declare the task when its module is imported.",
    source="`celery.worker.consumer.Consumer.update_strategies`; seen in real workers",
    check=check,
    needs_report=True,
    bad={
        "worker.log": log_of_start(FOUR)
        + "[2026-03-01 10:00:09,000: ERROR/MainProcess] Received unregistered task of type "
        "'mag_summary.summarize'.\nThe message has been ignored and discarded.\n",
    },
    good={
        "worker.log": log_of_start(FOUR)
        + "[2026-03-01 10:00:09,000: INFO/MainProcess] Task mag_summary.summarize[5d0e] received\n",
    },
)
