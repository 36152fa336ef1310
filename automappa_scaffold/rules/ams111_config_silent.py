"""AMS111 config-silent."""

from collections.abc import Iterator

from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding, Severity


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each call whose ``silent=True`` hides that the settings cannot be read."""
    for call in view.prediction.observed.config_calls:
        if call.hidden_error:
            message = (
                f"silent=True hides that {call.target or 'the settings'} cannot be read "
                f"({call.hidden_error}): "
                f"the worker starts without any of these settings, imports among them. Mend the settings, "
                f"and remove silent=True."
            )
            yield RULE.finding(message, call.place)


RULE = Rule(
    code="AMS111",
    name="config-silent",
    summary="`silent=True` hides settings that cannot be read.",
    rationale=(
        "With `silent=True` an app whose settings module cannot be imported starts with Celery's defaults: "
        "no `imports`, and a broker on this host. Before Celery 5.7 the flag has no effect: the worker exits."
    ),
    fix="By hand: mend the settings module, and remove `silent=True`.",
    source="`celery.loaders.base.BaseLoader.config_from_object`; seen in real workers of 5.3 to 5.7",
    check=check,
    severity=Severity.WARNING,
    bad={
        "automappa/tasks.py": '''"""The queue that all pages share."""

from celery import Celery

queue = Celery(__name__)
queue.config_from_object("automappa.conf.celery_config", silent=True)


@queue.task
def ping() -> str:
    return "pong"
''',
    },
    good={
        "automappa/tasks.py": '''"""The queue that all pages share."""

from celery import Celery

queue = Celery(__name__)
queue.config_from_object("automappa.conf.celeryconfig", silent=True)


@queue.task
def ping() -> str:
    return "pong"
''',
    },
)
