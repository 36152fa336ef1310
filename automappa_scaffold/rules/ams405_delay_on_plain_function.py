"""AMS405 delay-on-plain-function."""

from collections.abc import Iterator

from automappa_scaffold.registry.call_results import A_METHOD, A_PARTIAL, A_RESULT, A_SIGNATURE
from automappa_scaffold.registry.symbol_kinds import PLAIN_FUNCTION
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each use of a task's method on a function that is no task."""
    queue = view.prediction.registry.app.partition(":")[2] or "app"
    for call in view.callers.plain:
        symbol = call.symbol
        where = f" ({symbol.place})" if symbol.place else ""
        is_named = symbol.place is not None or symbol.what == PLAIN_FUNCTION  # else an expression is shown
        short = symbol.name.rpartition(".")[2] if is_named else symbol.name
        advice = _ADVICE.get(symbol.what, "Which task is meant?").replace("queue", queue)
        message = (
            f"{symbol.name}{where} is {symbol.what}: {short}.{call.method} raises AttributeError. {advice}"
        )
        yield RULE.finding(message, call.place)


_ADVICE = {
    PLAIN_FUNCTION: "Make it a task with @queue.task, or call it.",
    A_METHOD: "Ask the task itself for it.",
    A_RESULT: "It was sent already: get() waits for what it returns, link= sends another task then.",
    A_PARTIAL: "A signature, task.s(...), can be sent with more arguments later.",
    A_SIGNATURE: "It has delay() and apply_async(), and clone() takes more arguments.",
}

RULE = Rule(
    code="AMS405",
    name="delay-on-plain-function",
    summary="`delay`, or another method of tasks, is called on a function, object or result that is no task.",
    rationale=(
        "Only the decorator gives a function these methods: the caller ends with AttributeError. What "
        "`delay` returns has none of them either, nor have a `functools.partial` of a task, what a task "
        "returns when it is called like a function, and a module that is called like its task."
    ),
    fix="By hand: decorate the function, call it directly, or ask the task itself.",
    source="Celery user guide, Tasks: Basics",
    check=check,
    bad={
        "automappa/pages/home/callbacks.py": (
            "def show(color):\n    print(color)\n\n\ndef on_click(color):\n    show.delay(color)\n"
        )
    },
    good={
        "automappa/pages/home/callbacks.py": (
            "from automappa.pages.home.tasks import set_badge_color\n"
            "\n"
            "\n"
            "def on_click(color):\n"
            "    set_badge_color.delay(color)\n"
        )
    },
)
