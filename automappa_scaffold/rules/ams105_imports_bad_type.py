"""AMS105 imports-bad-type."""

from collections.abc import Iterator

from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield the list of modules that is none, or holds something else than names."""
    error = view.error
    if error is not None and error.code == RULE.code:
        message = (
            f"The modules to import must be given as a tuple or list of names: the worker does not start "
            f"({error.message})."
        )
        yield RULE.finding(message, view.imports_place())


RULE = Rule(
    code="AMS105",
    name="imports-bad-type",
    summary="`imports` is no list of module names.",
    rationale=(
        "The worker goes through `imports` and imports each entry by its name. None, a dictionary, or "
        "modules "
        "in place of their names end it with TypeError or AttributeError. A tuple, list, set, generator and "
        "a "
        "single text are all right."
    ),
    fix="By hand: write a tuple of names.",
    source="`celery.loaders.base.BaseLoader.import_default_modules`; seen in real workers",
    check=check,
    bad={
        "automappa/conf/celeryconfig.py": '''"""Settings of the queue."""

from automappa.pages import home, mag_summary

imports = (home, mag_summary)

broker_url = "memory://"
''',
    },
    good={
        "automappa/conf/celeryconfig.py": '''"""Settings of the queue."""

PAGES = ("home", "mag_summary")

imports = {"automappa.tasks", *(f"automappa.pages.{page}.tasks" for page in PAGES)}

broker_url = "memory://"
''',
    },
)
