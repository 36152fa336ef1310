"""AMS106 imports-overwritten."""

from collections.abc import Iterator

from automappa_scaffold.rules._module_lists import lost_lists, place_of, winner_of
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding, Severity


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each list of modules that another one replaces."""
    for lost in lost_lists(view):
        if lost.code == RULE.code:
            names = lost.names
            message = (
                f"This {lost.fact.key} is replaced by the one at {winner_of(view, lost.fact)}: the worker "
                f"does not import {names}, and will refuse the tasks in them. Keep one list, or add to it."
            )
            yield RULE.finding(message, place_of(lost.path, lost.fact))


RULE = Rule(
    code="AMS106",
    name="imports-overwritten",
    summary="A list of task modules is replaced by another one.",
    rationale=(
        "Settings are not added up: the last assignment wins, an assignment to `app.conf.imports` wins over "
        "the settings module, and of two `config_from_object` the second. The modules of the other list are "
        "not imported."
    ),
    fix="By hand: keep one list, or write `imports += (...)`.",
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
