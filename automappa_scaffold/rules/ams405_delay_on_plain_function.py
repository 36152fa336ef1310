"""AMS405 delay-on-plain-function."""

from collections.abc import Iterator

from automappa_scaffold.registry.symbol_kinds import PLAIN_FUNCTION
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each use of a task's method on a function that is no task."""
    queue = view.prediction.registry.app.partition(":")[2] or "app"
    for call in view.callers.plain:
        symbol = call.symbol
        where = f" ({symbol.place})" if symbol.place else ""
        short = symbol.name.rpartition(".")[2]
        is_function = symbol.what == PLAIN_FUNCTION
        advice = f"Make it a task with @{queue}.task, or call it." if is_function else "Which task is meant?"
        message = (
            f"{symbol.name}{where} is {symbol.what}: {short}.{call.method} raises AttributeError. {advice}"
        )
        yield RULE.finding(message, call.place)


RULE = Rule(
    code="AMS405",
    name="delay-on-plain-function",
    summary="`delay`, or another method of tasks, is called on a function, class or object that is no task.",
    rationale="Only the decorator gives a function these methods: the caller ends with AttributeError.",
    fix="By hand: decorate the function, or call it directly.",
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
