"""AMS107 imports-old-setting."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from automappa_scaffold.rules._module_lists import is_set, is_setting, lost_lists, old_names, place_of
from automappa_scaffold.rules._renaming import rename_setting
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding, Severity
from automappa_scaffold.rules.fix import Fix
from automappa_scaffold.source.facts import SettingFact
from automappa_scaffold.source.places import Place


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each list of modules under its name of before Celery 4."""
    error = view.error
    if error is not None:
        if error.code == RULE.code and error.path is not None:
            yield _refused_mix(view, error.message, Place(error.path, error.line or 1, error.column))
        return
    lost = {lost.fact for lost in lost_lists(view) if lost.code == RULE.code}
    for path, fact, new in old_names(view):
        if not is_setting(view, path, fact):
            continue
        place = place_of(path, fact)
        fix: Fix | None = None
        what = "is read with a warning, and one setting in lower case beside it stops the worker"
        if fact in lost:
            what = f"is ignored, because {new} is set as well, so that its modules are not imported"
            advice = f"Add its modules to {new}, and remove it."
        elif is_set(view, new):
            what = f"is ignored, because {new} is set as well"
            advice = "Remove it."
        elif others := _other_old_names(view, path, fact):
            shown = others[0] if len(others) == 1 else f"{others[0]} and {len(others) - 1} more"
            advice = (
                f"Write it and {shown} under their present names, all at once: "
                f"`celery upgrade settings {path}` does that."
            )
        else:
            advice = f"Write {new}."
            fix = rename_setting(place, fact.key, new)
        message = f"{fact.key} is the name of {new} of before Celery 4: it {what}. {advice}"
        yield RULE.finding(message, place, fix=fix)


def _refused_mix(view: ProjectView, refusal: str, place: Place) -> Finding:
    """Return the finding for names of both kinds, at the old one where a list of modules is the only one."""
    named = _RENAMED.findall(refusal)
    found = [(path, fact) for path, fact, new in old_names(view) if named == [(fact.key, new)]]
    if len(found) != 1:
        message = f"The worker does not start: {refusal}. Write all settings in lower case."
        return RULE.finding(message, place, severity=Severity.ERROR)
    ((path, fact),) = found
    ((old, new),) = named
    place = place_of(path, fact)
    message = (
        f"The worker does not start: {refusal}. {old} is the name of {new} of before Celery 4. Write {new}."
    )
    return RULE.finding(message, place, severity=Severity.ERROR, fix=rename_setting(place, old, new))


_RENAMED = re.compile(r"(\w+) -> (\w+)")


def _other_old_names(view: ProjectView, path: PurePosixPath, fact: SettingFact) -> tuple[str, ...]:
    """Return the other settings of a file under old names, beside which one new name is refused."""
    from automappa_scaffold.registry.setting_names import NEW_TO_OLD

    source = view.read(path)
    names = dict.fromkeys(name.decode() for name in _UPPER.findall(source or b""))
    old = set(NEW_TO_OLD.values()) - {fact.key}
    return tuple(name for name in names if name in old)


# Variables, attributes of a class, keys of a dict and keywords alike.
_UPPER = re.compile(rb"\b([A-Z][A-Z0-9_]*)[\"']?[ \t]*(?::|=(?!=))")


RULE = Rule(
    code="AMS107",
    name="imports-old-setting",
    summary="A setting is written under its name of before Celery 4.",
    rationale=(
        "`CELERY_IMPORTS` is still read. But old and new names cannot be mixed: the worker exits with "
        "ImproperlyConfigured. Only with `imports` itself beside it is `CELERY_IMPORTS` let through, and "
        'then it is ignored. With `namespace="CELERY"` the upper-case names are the right ones.'
    ),
    fix="Safe where it is the only old name; else by hand: `celery upgrade settings` rewrites a module.",
    source="Celery user guide, Configuration: New lowercase settings; `celery.app.utils.detect_settings`",
    check=check,
    severity=Severity.WARNING,
    bad={
        "automappa/conf/celeryconfig.py": '''"""Settings of the queue."""

CELERY_IMPORTS = (
    "automappa.pages.home.tasks",
    "automappa.pages.mag_summary.tasks",
    "automappa.tasks",
)
''',
    },
    good={
        "automappa/conf/celeryconfig.py": '''"""Settings of the queue."""

CELERY_IMPORTS = (
    "automappa.pages.home.tasks",
    "automappa.pages.mag_summary.tasks",
    "automappa.tasks",
)

CELERY_BROKER_URL = "memory://"
''',
        "automappa/tasks.py": '''"""The queue that all pages share."""

from celery import Celery

queue = Celery(__name__)
queue.config_from_object("automappa.conf.celeryconfig", namespace="CELERY")


@queue.task
def ping() -> str:
    return "pong"
''',
    },
)
