"""AMS110 config-unused."""

from collections.abc import Iterator

from automappa_scaffold.rules._module_lists import lost_lists, place_of
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each ``celeryconfig.py`` that the app never reads, and whose modules it does not import."""
    told = set()
    for lost in lost_lists(view):
        if lost.code == RULE.code and lost.path not in told:
            told.add(lost.path)
            message = (
                f"{lost.path} is never given to config_from_object, and an app does not look for it: the "
                f"worker starts without these settings, and does not import {lost.names}. Add "
                f"config_from_object to {view.prediction.app_path}."
            )
            yield RULE.finding(message, place_of(lost.path, lost.fact))


RULE = Rule(
    code="AMS110",
    name="config-unused",
    summary="A `celeryconfig.py` is never given to `config_from_object`.",
    rationale=(
        "Only Celery's default app reads `celeryconfig.py` by itself. An app made with `Celery(...)` reads "
        "what `config_from_object` names, and otherwise nothing: no broker, no `imports`."
    ),
    fix='By hand: call `queue.config_from_object("package.celeryconfig")`.',
    source="Celery user guide, Application: Configuration; `celery.loaders.app.AppLoader`",
    check=check,
    bad={
        "automappa/tasks.py": '''"""The queue that all pages share."""

from celery import Celery

queue = Celery(__name__)


@queue.task
def ping() -> str:
    return "pong"
''',
    },
    good={
        "automappa/tasks.py": '''"""The queue that all pages share."""

from celery import Celery

from automappa.conf import celeryconfig

queue = Celery(__name__)
queue.conf.update(imports=celeryconfig.imports, broker_url=celeryconfig.broker_url)


@queue.task
def ping() -> str:
    return "pong"
''',
    },
)
