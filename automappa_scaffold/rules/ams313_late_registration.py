"""AMS313 late-registration."""

from collections.abc import Iterator

from automappa_scaffold.registry.observed import LateTask
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each task that a signal's handler declares too late."""
    for task in view.prediction.observed.late:
        advice = _TO_HOLD if task.is_gone else _ADVICE
        message = f"{task.name} is declared by a handler of {task.signal}: {_what_happens(task)} {advice}"
        yield RULE.finding(message, task.place, task=task.name)


_ADVICE = "Declare the task when its module is imported."
_TO_HOLD = "Declare the task when its module is imported, or connect the handler with weak=False."


def _what_happens(task: LateTask) -> str:
    if task.is_gone:
        return (
            "signals hold their handlers by weak references, and this one is gone before the signal is sent, "
            "so the task is never registered."
        )
    if task.never:
        return "it is connected when that signal has been sent, so the task is never registered."
    if task.signal == "worker_process_init":
        return (
            "only the child processes of a worker have the task; their parent, which receives the messages, "
            "refuses them."
        )
    return (
        "the worker shows the task and refuses its messages, because its table of tasks is made before that."
    )


RULE = Rule(
    code="AMS313",
    name="late-registration",
    summary="A task is declared when the worker's table of tasks is already made.",
    rationale=(
        "A worker accepts the messages of the tasks that it knows when it connects to the broker. A handler "
        "of `worker_ready` runs after that: `inspect registered` shows the task, and each message for it is "
        "refused. A handler of `worker_process_init` runs in child processes, which receive no messages. A "
        "handler of `on_after_configure` in a module that the worker imports as a task module never runs: "
        "the signal was sent before. Neither does a handler that is defined inside a function which has "
        "returned, or whose name was bound anew: a signal does not keep it alive, unless it is connected "
        "with `weak=False`."
    ),
    fix="By hand: declare tasks at import.",
    source="`celery.worker.consumer.Consumer.update_strategies`; seen in real workers",
    check=check,
    bad={
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

from celery import signals

from automappa.tasks import queue


@queue.task
def count_contigs(sample: str) -> int:
    return len(sample)


@signals.worker_ready.connect
def declare_late(**_: object) -> None:
    @queue.task(name="mag_summary.late")
    def late() -> str:
        return "late"
''',
    },
    good={
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

from celery import signals

from automappa.tasks import queue


@queue.task
def count_contigs(sample: str) -> int:
    return len(sample)


@queue.task(name="mag_summary.late")
def late() -> str:
    return "late"


@signals.worker_ready.connect
def greet(**_: object) -> None:
    print("ready")
''',
    },
)
