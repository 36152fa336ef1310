"""AMS404 schedule-unknown-task."""

from collections.abc import Iterator
from fnmatch import translate
from re import match

from automappa_scaffold.registry.names_in_settings import SettingName
from automappa_scaffold.rules._names import advise_name, is_decided, is_known_name, meant_name, weigh_name
from automappa_scaffold.rules._renaming import rename_within
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules._setting_places import place_in_setting
from automappa_scaffold.rules.finding import Finding
from automappa_scaffold.rules.fix import Safety

_EFFECTS = {
    "beat_schedule": 'beat sends it all the same, and the worker drops it: "Received unregistered task"',
    "task_routes": "the route is never taken, and nobody says so",
    "task_annotations": "the annotation is never applied, and nobody says so",
}


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each name in the schedule, routes and annotations that is no task's."""
    if not is_decided(view):
        return
    for named in view.prediction.setting_names:
        plain = named.name if named.pattern is None else _plain_start(named.name)
        weight = None if _is_known(view, named) else weigh_name(view, plain)
        if weight is None:
            continue
        what = "matches no task" if named.is_pattern else "no module registers a task of this name"
        if named.setting == "task_annotations" and "*" in named.name:
            advice = 'Only "*" alone stands for all tasks here.'
        elif named.pattern is not None:
            advice = "A name is matched from its start."
        else:
            advice = advise_name(view, named.name)
        message = f'{named.setting} names "{named.name}": {what}; {_EFFECTS[named.setting]}. {advice}'
        place = place_in_setting(view, named.setting, named.name)
        meant = "" if named.pattern is not None else meant_name(view, named.name)
        fix = rename_within(place, named.name, meant, Safety.UNSAFE)
        yield RULE.finding(message, place, severity=weight, fix=fix)


def _is_known(view: ProjectView, named: SettingName) -> bool:
    if not named.is_pattern:
        return is_known_name(view, named.name)
    if named.name in view.external_tasks or named.name.startswith("celery."):
        return True
    pattern = translate(named.name) if named.pattern is None else named.pattern
    registry = view.prediction.registry
    known = [*registry.names, *(task.name for task in registry.unregistered), "celery.ping"]
    return any(match(pattern, name) for name in known) or is_known_name(view, named.name)


def _plain_start(pattern: str) -> str:
    """Return the text that all names begin with that a regular expression matches."""
    found = match(r"\^?((?:\w|\\\.)*)", pattern)
    return found[1].replace("\\.", ".") if found is not None else ""


RULE = Rule(
    code="AMS404",
    name="schedule-unknown-task",
    summary="The schedule, the routes or the annotations name a task that no module registers.",
    rationale=(
        "Celery never compares these names with its tasks. A scheduled task that was renamed is sent "
        "for ever and never runs; a route or annotation of such a name is silently without effect."
    ),
    fix="Unsafe, for messages change: writes the one registered name that is close.",
    source="Celery user guide, Periodic Tasks and Routing Tasks; celery/celery#3446",
    check=check,
    bad={
        "automappa/conf/celeryconfig.py": (
            "imports = (\n"
            '    "automappa.pages.home.tasks",\n'
            '    "automappa.pages.mag_summary.tasks",\n'
            '    "automappa.tasks",\n'
            ")\n"
            "\n"
            'broker_url = "memory://"\n'
            "beat_schedule = {\n"
            '    "often": {"task": "automappa.tasks.pong", "schedule": 30.0},\n'
            '    "badge": {\n'
            '        "task": "automappa.pages.home.tasks.set_badge_color",\n'
            '        "schedule": 60.0,\n'
            '        "args": ["red"],\n'
            "    },\n"
            "}\n"
            "task_routes = {\n"
            '    "automappa.pages.home.*": {"queue": "quick"},\n'
            '    "automappa.pages.heavy.*": {"queue": "slow"},\n'
            "}\n"
            'task_annotations = {"automappa.tasks.ping2": {"rate_limit": "1/m"}}\n'
        )
    },
    good={
        "automappa/conf/celeryconfig.py": (
            "import re\n"
            "\n"
            "imports = (\n"
            '    "automappa.pages.home.tasks",\n'
            '    "automappa.pages.mag_summary.tasks",\n'
            '    "automappa.tasks",\n'
            ")\n"
            "\n"
            'broker_url = "memory://"\n'
            "beat_schedule = {\n"
            '    "often": {"task": "automappa.tasks.ping", "schedule": 30.0},\n'
            '    "clean": {"task": "celery.backend_cleanup", "schedule": 3600.0},\n'
            "}\n"
            "task_routes = (\n"
            '    {"automappa.pages.home.*": {"queue": "quick"}, "mag_summary.summarize": "slow"},\n'
            '    [(re.compile(r"automappa\\.(pages)?\\..*"), {"queue": "slow"}), ("*", {"queue": "all"})],\n'
            ")\n"
            'task_annotations = {"*": {"time_limit": 60}, "automappa.tasks.ping": {"rate_limit": "1/m"}}\n'
        )
    },
)
