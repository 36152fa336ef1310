"""AMS102 imports-entry-not-found."""

import difflib
from collections.abc import Iterator

from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield the listed module names that cannot be found."""
    packages = [package.name for package in view.packages]
    known = sorted({*view.prediction.modules, *packages})
    for module in view.prediction.bad_entries:
        place, _ = view.entry_place(module)
        close = difflib.get_close_matches(module, packages, n=1, cutoff=0.75) or difflib.get_close_matches(
            module, known, n=1, cutoff=0.85
        )
        advice = f'Did you mean "{close[0]}"?' if close else "Correct the name, or remove the entry."
        message = (
            f'"{module}" is not an importable module: the worker exits with ModuleNotFoundError. {advice}'
        )
        yield RULE.finding(message, place)


RULE = Rule(
    code="AMS102",
    name="imports-entry-not-found",
    summary="An entry of `imports` or `include` names no module.",
    rationale="The worker imports each entry at start and exits with code 1 at the first it cannot find.",
    fix="Correct the entry; the nearest module name is suggested.",
    source="Celery user guide, Configuration: imports; seen in real workers",
    check=check,
    bad={
        "automappa/conf/celeryconfig.py": '''"""Settings of the queue."""

imports = (
    "automappa.pages.home.tasks",
    "automappa.pages.mag_sumary.tasks",
    "automappa.tasks",
)

broker_url = "memory://"
''',
    },
    good={
        "automappa/conf/celeryconfig.py": '''"""Settings of the queue."""

imports = (
    "automappa.pages.home.tasks",
    "automappa.pages.mag_summary.tasks",
    "automappa.tasks",
)

broker_url = "memory://"
''',
    },
)
