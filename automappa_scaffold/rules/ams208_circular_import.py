"""AMS208 circular-import."""

import re
from collections.abc import Iterator

from automappa_scaffold.registry.values import StartError
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding
from automappa_scaffold.source.places import Place

_PARTIAL = re.compile(
    r"partially initialized module '(?P<module>[^']+)'|"
    r"submodule '(?P<name>[^']+)' of module '(?P<package>[^']+)'"
)


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield the import that takes a name from a module that is not finished."""
    error = view.error
    if error is None or error.code != RULE.code or error.path is None:
        return
    cycle = " -> ".join(_cycle(error))
    message = (
        f"The modules {cycle} import each other, and a name is taken from one that is not finished: the "
        f"worker does not start ({error.message}). Import it inside the function that uses it, or move what "
        f"both need to a module of its own."
    )
    yield RULE.finding(message, Place(error.path, error.line or 1, error.column))


def _cycle(error: StartError) -> list[str]:
    """Return the modules from the unfinished one to the one that asks, and back."""
    found = _PARTIAL.search(error.message)
    asked = (found["module"] or f"{found['package']}.{found['name']}") if found else ""
    steps = list(dict.fromkeys(error.modules))
    return [*steps[steps.index(asked) if asked in steps else 0 :], asked]


RULE = Rule(
    code="AMS208",
    name="circular-import",
    summary="Modules import each other, and a name is missing when it is asked for.",
    rationale=(
        "While a module is being imported, another one sees only the names that it has bound so far. Where "
        "the app's module imports task modules before it makes the app, these find no app to import: the "
        "worker ends with ImportError. A cycle in which each name is there in time is no finding."
    ),
    fix="By hand: import later, or move what both modules need.",
    source="Python FAQ, Programming: on mutual imports; seen in real workers",
    check=check,
    bad={
        "automappa/tasks.py": '''"""The queue that all pages share."""

from celery import Celery

from automappa.pages.home.tasks import set_badge_color

queue = Celery(__name__)
queue.config_from_object("automappa.conf.celeryconfig")


@queue.task
def ping() -> str:
    set_badge_color.delay("green")
    return "pong"
''',
    },
    good={
        "automappa/tasks.py": '''"""The queue that all pages share."""

from celery import Celery

queue = Celery(__name__)
queue.config_from_object("automappa.conf.celeryconfig")

from automappa.pages.home.tasks import set_badge_color  # noqa: E402 - it imports queue


@queue.task
def ping() -> str:
    set_badge_color.delay("green")
    return "pong"
''',
    },
)
