"""AMS115 app-option-wrong-object."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.spans import find_binding


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield what ``-A`` finds in place of a Celery app."""
    error = view.error
    app = view.prediction.registry.app
    if error is not None and error.code == RULE.code:
        path = error.path or PurePosixPath(".")
        attribute = app.rpartition(":")[2] if ":" in app else "app"
        source = view.read(path) if error.path is not None else None
        line = find_binding(source, attribute) if source is not None else 1
        message = (
            f"{error.message}: the worker does not start. Name the Celery app in full, as in "
            f"-A {app.partition(':')[0]}:queue."
        )
        yield RULE.finding(message, Place(path, line))
    shadowed = PurePosixPath(f"{app.partition(':')[0].partition('.')[0]}.py")
    if shadowed.stem == "celery" and view.read(shadowed) is not None:
        message = (
            f"-A {app} leads to the package celery itself, which is imported before {shadowed}: the worker "
            f"runs Celery's default app, and registers none of the tasks. Rename {shadowed}."
        )
        yield RULE.finding(message, Place(shadowed))
    chosen = view.prediction.observed.chosen_among
    if chosen:
        first, *others = chosen
        message = (
            f"-A {app} names no app, and {first.path} makes {len(chosen)}: the worker takes the one of line "
            f"{first.line}, not {', '.join(f'the one of line {place.line}' for place in others)}. Name the "
            f"app, as in -A {app}:queue."
        )
        yield RULE.finding(message, first)


RULE = Rule(
    code="AMS115",
    name="app-option-wrong-object",
    summary="`-A` leads to something else than the Celery app that is meant.",
    rationale=(
        "For `-A package.module` Celery takes the attribute `app` of the module, whatever it is, then "
        "`celery`, then the first Celery instance. In a module with `app = Dash(...)` the worker takes the "
        "Dash app and exits with AttributeError."
    ),
    fix="By hand: name the app: `celery -A package.module:queue`.",
    source="`celery.app.utils.find_app`; seen in real workers",
    check=check,
    bad={
        "automappa/web.py": '''"""The web app."""


class Dash:
    def __init__(self, title: str) -> None:
        self.title = title
''',
        "automappa/tasks.py": '''"""The queue that all pages share."""

from celery import Celery

from automappa.web import Dash

app = Dash("Automappa")
queue = Celery(__name__)
queue.config_from_object("automappa.conf.celeryconfig")


@queue.task
def ping() -> str:
    return "pong"
''',
        "pyproject.toml": """[project]
name = "automappa"
version = "1"
dependencies = ["celery"]

[tool.automappa-scaffold]
app = "automappa.tasks"
""",
    },
    good={
        "automappa/web.py": '''"""The web app."""


class Dash:
    def __init__(self, title: str) -> None:
        self.title = title
''',
        "automappa/tasks.py": '''"""The queue that all pages share."""

from celery import Celery

from automappa.web import Dash

app = Dash("Automappa")
queue = Celery(__name__)
queue.config_from_object("automappa.conf.celeryconfig")


@queue.task
def ping() -> str:
    return "pong"
''',
        "pyproject.toml": """[project]
name = "automappa"
version = "1"
dependencies = ["celery"]

[tool.automappa-scaffold]
app = "automappa.tasks:queue"
""",
    },
)
