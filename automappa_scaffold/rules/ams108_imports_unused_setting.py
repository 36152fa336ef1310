"""AMS108 imports-unused-setting."""

from collections.abc import Iterator

from automappa_scaffold.rules._module_lists import LostList, is_set, lost_lists, place_of
from automappa_scaffold.rules._renaming import rename_setting
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding
from automappa_scaffold.rules.fix import Fix, ListModule


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each list of modules under a name that Celery does not read."""
    for lost in lost_lists(view):
        if lost.code == RULE.code:
            known = _meant(view, lost)
            place = place_of(lost.path, lost.fact)
            if is_set(view, known):
                advice = f"Add its modules to {known}."
                fix: Fix | None = Fix(f"Add its modules to {known}", tuple(map(ListModule, lost.entries)))
            else:
                advice = f"Write {known}."
                fix = rename_setting(place, lost.fact.key, known)
            message = (
                f"{lost.fact.key} is not a setting that this app reads: the worker starts and does not "
                f"import {lost.names}, so it will refuse the tasks in them. {advice}"
            )
            yield RULE.finding(message, place, fix=fix)


def _meant(view: ProjectView, lost: LostList) -> str:
    """Return the setting that was meant, as a settings module of this app spells it."""
    known = "include" if "inc" in lost.fact.key.lower() else "imports"
    prefix = view.prediction.namespace.rstrip("_") if lost.fact.is_variable else ""
    return f"{prefix}_{known.upper()}" if prefix.isupper() else known


RULE = Rule(
    code="AMS108",
    name="imports-unused-setting",
    summary="Task modules are listed under a name that Celery does not read.",
    rationale=(
        "Celery takes any name in a settings module for a setting and complains of none. `IMPORTS`, "
        "`import_` or `task_modules` is read by nobody: the worker starts and registers nothing from it. A "
        "list whose modules the worker imports otherwise is no finding."
    ),
    fix="Safe: writes `imports`, or adds the modules to the `imports` that is there.",
    source="Celery user guide, Configuration: imports; seen in real workers",
    check=check,
    bad={
        "automappa/conf/celeryconfig.py": '''"""Settings of the queue."""

IMPORTS = (
    "automappa.pages.home.tasks",
    "automappa.pages.mag_summary.tasks",
    "automappa.tasks",
)

broker_url = "memory://"
''',
    },
    good={
        "automappa/conf/celeryconfig.py": '''"""Settings of the queue."""

IMPORTS = (
    "automappa.pages.home.tasks",
    "automappa.pages.mag_summary.tasks",
)

imports = (*IMPORTS, "automappa.tasks")

broker_url = "memory://"
''',
    },
)
