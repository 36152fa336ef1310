"""AMS109 config-not-found."""

from collections.abc import Iterator

from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding
from automappa_scaffold.source.places import Place


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield the settings module that cannot be found."""
    error = view.error
    if error is not None and error.code == RULE.code and error.path is not None:
        said = error.message.removesuffix(".")
        message = f"The settings of the app cannot be read: {said}. The worker does not start."
        yield RULE.finding(message, Place(error.path, error.line or 1, error.column))


RULE = Rule(
    code="AMS109",
    name="config-not-found",
    summary="`config_from_object` names settings that cannot be found.",
    rationale="Celery reads the settings when the worker starts, and exits when it cannot import them.",
    fix="By hand: correct the name that is given to `config_from_object`.",
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
