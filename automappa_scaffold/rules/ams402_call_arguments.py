"""AMS402 call-arguments."""

from collections.abc import Iterator

from automappa_scaffold.registry.call_sites import TaskCall, fit_call
from automappa_scaffold.registry.names_in_settings import SettingName
from automappa_scaffold.registry.signatures import Fit
from automappa_scaffold.registry.task_signatures import TaskSignature
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules._setting_places import place_in_setting
from automappa_scaffold.rules.finding import Finding
from automappa_scaffold.source.places import Place

_LONGEST = 120


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each call of a task whose arguments do not fit its parameters."""
    told: set[tuple[Place, str]] = set()  # a function that is read at its calls may send a task twice there
    for call in view.callers.calls:
        found = fit_call(call)
        message = _message(call, found) if found.problem else ""
        if message and (call.place, message) not in told:
            told.add((call.place, message))
            yield RULE.finding(message, call.place, task=call.task.name)
    for bad in view.callers.bad:
        message = f"{bad.problem}. The call raises TypeError and sends nothing."
        yield RULE.finding(message, bad.place, task=bad.task.name)
    for named in view.prediction.setting_names:
        if named.task is not None:
            place = place_in_setting(view, named.setting, named.entry or named.name)
            yield RULE.finding(_scheduled(named, named.task), place, task=named.name)


def _scheduled(named: SettingName, task: TaskSignature) -> str:
    if named.by_worker:
        effect = "Beat sends the message, and the worker fails with TypeError."
    else:
        effect = "Beat logs TypeError each time, and sends nothing."
    which = f' "{named.entry}"' if named.entry else ""
    return f"{_shown(task)}: the entry{which} of beat_schedule gives {named.problem}. {effect}"


def _shown(task: TaskSignature) -> str:
    text = task.describe()
    return f"{task.name.rpartition('.')[2]}{text if len(text) <= _LONGEST else '(...)'}"


def _message(call: TaskCall, found: Fit) -> str:
    given = "gives" if call.how != "calling it" else "here gives"
    results = ", the result of the task before it among them" if call.leading else ""
    if call.is_errback:
        results = results and ", the id of the failed task among them"
        effect = "When the other task fails, calling this one fails with TypeError."
    elif call.how == "retry" and not call.by_worker and not found.by_worker:
        effect = "The worker rejects the task with TypeError instead of sending it again."
    elif call.how == "apply":
        effect = "The task runs here, and its result is the TypeError."
    elif call.by_worker or found.by_worker:
        effect = "The message is sent, and the worker fails with TypeError."
    elif call.how in ("calling it", "run"):
        effect = "The call raises TypeError."
    else:
        effect = "Sending it raises TypeError, and no message goes out."
    how = call.how if call.how == "calling it" else f"{call.how}()"
    return f"{_shown(call.task)}: {how} {given} {found.problem}{results}. {effect}"


RULE = Rule(
    code="AMS402",
    name="call-arguments",
    summary="A task is called with arguments that do not fit its parameters.",
    rationale=(
        "Celery compares number and names of the arguments with the parameters when a message is sent, and "
        "raises TypeError. Later links of a chain, callbacks, what is mapped and what is sent by name fail "
        "in workers. Of an entry of the schedule beat logs the error each time, and sends nothing."
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
