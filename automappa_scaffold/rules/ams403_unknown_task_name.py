"""AMS403 unknown-task-name."""

from collections.abc import Iterator

from automappa_scaffold.rules._names import advise_name, is_decided, is_known_name, meant_name, weigh_name
from automappa_scaffold.rules._renaming import rename_within
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding
from automappa_scaffold.rules.fix import Safety


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each name of a task that is sent and that no worker of this app registers."""
    if not is_decided(view):
        return
    for named in view.callers.named:
        weight = None if is_known_name(view, named.name) else weigh_name(view, named.name)
        if weight is not None:
            if named.how == "tasks[...]":
                effect = "Looking it up raises NotRegistered."
            elif named.how in ("rate_limit", "time_limit"):
                effect = "Workers answer that they know no such task, and limit nothing."
            else:
                effect = 'The message is accepted, and the worker drops it: "Received unregistered task".'
            message = f'No task is registered as "{named.name}". {effect} {advise_name(view, named.name)}'
            meant = meant_name(view, named.name) if named.is_written else ""
            fix = rename_within(named.place, named.name, meant, Safety.UNSAFE)
            yield RULE.finding(message, named.place, severity=weight, fix=fix)


RULE = Rule(
    code="AMS403",
    name="unknown-task-name",
    summary="A task is sent by a name that the worker does not register.",
    rationale=(
        "`send_task` and `signature` take any text, as do `control.rate_limit` and `control.time_limit`. The "
        "worker logs an error and drops the message: where there is a result backend the result is "
        "NotRegistered, else nobody but the log knows. A name unlike all of the project's may be another "
        "worker's: that is a note, until the setting `external-tasks` names it. `__module__` of a task is "
        "`celery.local`: only its `name` says what it is called."
    ),
    fix="Unsafe, for messages change: writes the one registered name that is close.",
    source="Celery user guide, Calling Tasks; seen in real workers",
    check=check,
    bad={
        "automappa/pages/home/callbacks.py": (
            "from automappa.tasks import queue\n"
            "\n"
            "\n"
            "def show(color):\n"
            '    queue.send_task("automappa.pages.home.tasks.set_badge_color", args=(color,))\n'
        )
    },
    good={
        "automappa/pages/home/callbacks.py": (
            "from automappa.tasks import queue\n"
            "\n"
            "\n"
            "def show(color):\n"
            '    queue.send_task("automappa.pages.home.tasks.status_badge.set_badge_color", args=(color,))\n'
        )
    },
)
