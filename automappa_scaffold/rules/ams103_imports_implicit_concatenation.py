"""AMS103 imports-implicit-concatenation."""

from collections.abc import Iterator

from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield the entries that a missing comma makes of two."""
    for module in view.prediction.bad_entries:
        place, entry = view.entry_place(module)
        if entry is not None and len(entry.parts) > 1:
            listed = " and ".join(f'"{part}"' for part in entry.parts)
            message = (
                f'There is no comma between {listed}, so Python joins them into "{module}": the worker exits '
                f"with ModuleNotFoundError. Add the comma."
            )
            yield RULE.finding(message, place)


RULE = Rule(
    code="AMS103",
    name="imports-implicit-concatenation",
    summary="A comma is missing between two entries of `imports`.",
    rationale=(
        "Python joins neighbouring string literals into one. Two module names without a comma become the "
        "name "
        "of a module that does not exist, and the worker exits with code 1."
    ),
    fix="By hand: add the comma.",
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
