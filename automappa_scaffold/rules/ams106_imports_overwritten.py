"""AMS106 imports-overwritten."""

from collections.abc import Iterator

from automappa_scaffold.rules._module_lists import LostList, is_setting, lost_lists, place_of
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding, Severity


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each list of modules that another one replaces."""
    for lost in lost_lists(view):
        if lost.code == RULE.code:
            names = ", ".join(lost.entries)
            message = (
                f"This {lost.fact.key} is replaced{_by(view, lost)}, so the worker does not import {names} "
                f"and "
                f"will refuse the tasks below. Keep one list, or add to it."
            )
            yield RULE.finding(message, place_of(lost.path, lost.fact))


def _by(view: ProjectView, lost: LostList) -> str:
    """Return where the list stands that wins, in words."""
    for path, facts in view.settings.items():
        for fact in facts:
            is_other = fact is not lost.fact and is_setting(view, path, fact)
            if is_other and any(entry.text in view.prediction.modules for entry in fact.entries):
                return f" by the one at {path}:{fact.line}"
    return ""


RULE = Rule(
    code="AMS106",
    name="imports-overwritten",
    summary="A list of task modules is replaced by another one.",
    rationale=(
        "Settings are not added up: the last assignment wins, an assignment to `app.conf.imports` wins over "
        "the settings module, and of two `config_from_object` the second. The modules of the other list are "
        "not imported."
    ),
    fix="None: keep one list, or write `imports += (...)`.",
    source="`celery.app.base.Celery._load_config`; seen in real workers",
    check=check,
    severity=Severity.WARNING,
    bad={
        "automappa/tasks.py": '''"""The queue that all pages share."""

from celery import Celery

queue = Celery(__name__)
queue.config_from_object("automappa.conf.celeryconfig")
queue.conf.imports = ("automappa.pages.home.tasks",)


@queue.task
def ping() -> str:
    return "pong"
''',
    },
    good={
        "automappa/tasks.py": '''"""The queue that all pages share."""

from celery import Celery

queue = Celery(__name__)
queue.config_from_object("automappa.conf.celeryconfig")
queue.conf.include = ("automappa.pages.home.tasks",)


@queue.task
def ping() -> str:
    return "pong"
''',
    },
)
