"""AMS401 unknown-task-import."""

from collections.abc import Iterator

from automappa_scaffold.registry.call_sites import MissingName
from automappa_scaffold.rules._import_renaming import rename_import
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding
from automappa_scaffold.rules.fix import Fix, Safety


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each task that is taken from a module which has no such name."""
    error = view.prediction.registry.error
    for missing in view.callers.missing:
        symbol, place = missing.symbol, missing.place
        if not missing.of_tasks:
            continue
        if error is not None and error.path == place.path and error.line == place.line:
            continue  # it stops the worker, which has a rule of its own
        if symbol.is_module:
            wanted = f"{symbol.name}.{symbol.missing}"
            near = f" Did you mean {symbol.name}.{symbol.near}?" if symbol.near else ""
            advice = near or " Was it renamed or removed?"
            message = f"There is no module {wanted}: this line raises ModuleNotFoundError.{advice}"
            yield RULE.finding(message, place)
            continue
        module = symbol.place.path if symbol.place else symbol.name
        what = "ImportError" if missing.is_import else "AttributeError"
        advice = f" Did you mean {symbol.near}?" if symbol.near else " Was it renamed or removed?"
        message = f"{symbol.name} ({module}) has no {symbol.missing}: this line raises {what}.{advice}"
        yield RULE.finding(message, place, fix=_fix(view, missing))


def _fix(view: ProjectView, missing: MissingName) -> Fix | None:
    place, symbol = missing.place, missing.symbol
    if not symbol.near or not missing.is_import or symbol.is_module:
        return None
    return rename_import(view.read(place.path), place, symbol.missing, symbol.near, Safety.UNSAFE)


RULE = Rule(
    code="AMS401",
    name="unknown-task-import",
    summary="A task is taken from a module that has no such name, or that is not there.",
    rationale=(
        "Callers that the worker does not import, a Dash callback say, are not tried when it starts. One "
        "that names a task which was renamed or removed fails only when a user gets there."
    ),
    fix="Unsafe: writes the name that is close, in an import and where its function or module uses it.",
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
