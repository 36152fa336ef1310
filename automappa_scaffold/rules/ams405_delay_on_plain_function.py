"""AMS405 delay-on-plain-function."""

from collections.abc import Iterator

from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each use of a task's method on a function that is no task."""
    for call in view.callers.plain:
        symbol = call.symbol
        where = f" ({symbol.place})" if symbol.place else ""
        short = symbol.name.rpartition(".")[2]
        message = (
            f"{symbol.name}{where} is a plain function: {short}.{call.method} raises AttributeError. "
            f"Make it a task with @queue.task, or call it."
        )
        yield RULE.finding(message, call.place)


RULE = Rule(
    code="AMS405",
    name="delay-on-plain-function",
    summary="`delay`, or another method of tasks, is called on a function that is no task.",
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
