"""AMS402 call-arguments."""

from collections.abc import Iterator

from automappa_scaffold.registry.call_sites import TaskCall, fit_call
from automappa_scaffold.registry.signatures import Fit
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding

_LONGEST = 120


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each call of a task whose arguments do not fit its parameters."""
    for call in view.callers.calls:
        found = fit_call(call)
        if found.problem:
            yield RULE.finding(_message(call, found), call.place, task=call.task.name)
    for bad in view.callers.bad:
        message = f"{bad.problem}. The call raises TypeError and sends nothing."
        yield RULE.finding(message, bad.place, task=bad.task.name)


def _message(call: TaskCall, found: Fit) -> str:
    task = call.task
    short = task.name.rpartition(".")[2]
    given = "gives" if call.how != "calling it" else "here gives"
    results = ", the result of the task before it among them" if call.leading else ""
    if call.by_worker or found.by_worker:
        effect = "The message is sent, and the worker fails with TypeError."
    elif call.how in ("calling it", "run"):
        effect = "The call raises TypeError."
    else:
        effect = "Sending it raises TypeError, and no message goes out."
    text = task.describe()
    shown = text if len(text) <= _LONGEST else "(...)"
    how = call.how if call.how == "calling it" else f"{call.how}()"
    return f"{short}{shown}: {how} {given} {found.problem}{results}. {effect}"


RULE = Rule(
    code="AMS402",
    name="call-arguments",
    summary="A task is called with arguments that do not fit its parameters.",
    rationale=(
        "Celery compares number and names of the arguments with the parameters when a message is sent, and "
        "raises TypeError; later links of a chain, what is mapped and what is sent by name fail in workers."
    ),
    fix="By hand: only its author knows which arguments are meant.",
    source="Celery user guide, Calling Tasks and Canvas; `celery.app.task.Task.apply_async`",
    check=check,
    bad={
        "automappa/pages/home/callbacks.py": (
            "from automappa.pages.home.tasks import set_badge_color\n"
            "\n"
            "\n"
            "def show(color):\n"
            "    set_badge_color.delay(colour=color)\n"
            "    (set_badge_color.s(color) | set_badge_color.s(color)).delay()\n"
        )
    },
    good={
        "automappa/pages/home/callbacks.py": (
            "from automappa.pages.home.tasks import set_badge_color\n"
            "\n"
            "\n"
            "def show(color):\n"
            "    set_badge_color.delay(color=color)\n"
            "    (set_badge_color.s(color) | set_badge_color.si(color)).delay()\n"
        )
    },
)
