"""AMS401 unknown-task-import."""

from collections.abc import Iterator

from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each task that is taken from a module which has no such name."""
    error = view.prediction.registry.error
    for missing in view.callers.missing:
        symbol, place = missing.symbol, missing.place
        if not missing.of_tasks:
            continue
        if error is not None and error.path == place.path and error.line == place.line:
            continue  # it stops the worker, which has a rule of its own
        module = symbol.place.path if symbol.place else symbol.name
        what = "ImportError" if missing.is_import else "AttributeError"
        advice = f" Did you mean {symbol.near}?" if symbol.near else " Was it renamed or removed?"
        message = f"{symbol.name} ({module}) has no {symbol.missing}: this line raises {what}.{advice}"
        yield RULE.finding(message, place)


RULE = Rule(
    code="AMS401",
    name="unknown-task-import",
    summary="A task is taken from a module that has no such name.",
    rationale=(
        "Callers that the worker never imports, a Dash callback say, are not tried when it starts. One that "
        "names a task which was renamed or removed fails when a user comes to it."
    ),
    fix="By hand: use the task's name; the nearest one is suggested.",
    source="Python language reference, The import statement",
    check=check,
    bad={
        "automappa/pages/home/callbacks.py": (
            "def show(color):\n"
            "    from automappa.pages.home.tasks import set_badge_colour\n"
            "\n"
            "    set_badge_colour.delay(color)\n"
        )
    },
    good={
        "automappa/pages/home/callbacks.py": (
            "def show(color):\n"
            "    from automappa.pages.home.tasks import set_badge_color\n"
            "\n"
            "    set_badge_color.delay(color)\n"
        )
    },
)
