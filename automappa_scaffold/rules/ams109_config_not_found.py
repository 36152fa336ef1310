"""AMS109 config-not-found."""

import re
from collections.abc import Iterator

from automappa_scaffold.rules._near_names import near_module, rename_on_line
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding
from automappa_scaffold.source.places import Place


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield the settings module that cannot be found."""
    error = view.error
    if error is not None and error.code == RULE.code and error.path is not None:
        said, place = error.message.removesuffix("."), Place(error.path, error.line or 1, error.column)
        missing = _NO_MODULE.search(said)
        near = near_module(view, missing[1]) if missing else ""
        fix = rename_on_line(view, place.path, place.line, missing[1], near) if missing and near else None
        advice = f" Did you mean {near}?" if near else ""
        message = f"The settings of the app cannot be read: {said}. The worker does not start.{advice}"
        yield RULE.finding(message, place, fix=fix)


_NO_MODULE = re.compile(r"No module named '([^']+)'")


RULE = Rule(
    code="AMS109",
    name="config-not-found",
    summary="`config_from_object` names settings that cannot be found.",
    rationale="Celery reads the settings when the worker starts, and exits when it cannot import them.",
    fix="Safe where a module's name is close: writes that. Else by hand, in `config_from_object`.",
    source="Celery user guide, Application: Configuration",
    check=check,
    bad={
        "automappa/tasks.py": '''"""The queue that all pages share."""

from celery import Celery

queue = Celery(__name__)
queue.config_from_object("automappa.conf.celery_config")


@queue.task
def ping() -> str:
    return "pong"
''',
    },
    good={
        "automappa/conf/__init__.py": '''"""Settings."""

from automappa.conf import celeryconfig as celeryconfig
''',
        "automappa/tasks.py": '''"""The queue that all pages share."""

from celery import Celery

queue = Celery(__name__)
queue.config_from_object("automappa.conf:celeryconfig")


@queue.task
def ping() -> str:
    return "pong"
''',
    },
)
