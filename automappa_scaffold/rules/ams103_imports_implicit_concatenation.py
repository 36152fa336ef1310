"""AMS103 imports-implicit-concatenation."""

from collections.abc import Iterator

from automappa_scaffold.rules._listed_texts import find_entry
from automappa_scaffold.rules._module_lists import joined_parts
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding
from automappa_scaffold.rules.fix import Fix, SplitTexts


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield the entries that a missing comma makes of two."""
    for module in view.prediction.bad_entries:
        place, entry = find_entry(view, module)
        parts = joined_parts(view, module, entry)
        if len(parts) > 1:
            listed = " and ".join(f'"{part}"' for part in parts)
            message = (
                f'There is no comma between {listed}, so Python joins them into "{module}": the worker exits '
                f"with ModuleNotFoundError. Add the comma."
            )
            can_split = entry is not None and _are_modules(view, entry.parts)
            fix = Fix("Add the comma", (SplitTexts(place),)) if can_split else None
            yield RULE.finding(message, place, fix=fix)


def _are_modules(view: ProjectView, parts: tuple[str, ...]) -> bool:
    """Return whether each part may be a module of its own; a name written in two parts is not."""
    known = {*view.prediction.modules, *(package.name for package in view.packages)}
    return all(part in known or part.partition(".")[0] in known for part in parts)


RULE = Rule(
    code="AMS103",
    name="imports-implicit-concatenation",
    summary="A comma is missing between two entries of `imports`.",
    rationale=(
        "Python joins neighbouring string literals into one. Two module names without a comma become the "
        "name "
        "of a module that does not exist, and the worker exits with code 1."
    ),
    fix="Safe where each part is a module's name: adds the comma.",
    source="Python language reference, Lexical analysis: String literal concatenation",
    check=check,
    bad={
        "automappa/conf/celeryconfig.py": '''"""Settings of the queue."""

imports = (
    "automappa.pages.home.tasks"
    "automappa.pages.mag_summary.tasks",
    "automappa.tasks",
)

broker_url = "memory://"
''',
    },
    good={
        "automappa/conf/celeryconfig.py": '''"""Settings of the queue."""

imports = (
    "automappa.pages.home.tasks",
    # A name may be written in two parts.
    "automappa.pages." "mag_summary.tasks",
    "automappa.tasks",
)

broker_url = "memory://"
''',
    },
)
