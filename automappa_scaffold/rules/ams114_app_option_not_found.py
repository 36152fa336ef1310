"""AMS114 app-option-not-found."""

import re
import sys
from collections.abc import Iterator
from pathlib import PurePosixPath

from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding
from automappa_scaffold.source.places import Place


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield an app that cannot be found, or that is no Celery app."""
    error = view.error
    if error is not None and error.code == RULE.code:
        app = view.prediction.registry.app
        said = error.message.removesuffix(".")
        hidden = _hidden_file(view, app)
        if hidden is not None:
            message = (
                f"-A {app} leads to Python's own module {hidden.stem}, which is imported before {hidden}: "
                f"{said}. The worker does not start. Rename {hidden}."
            )
            yield RULE.finding(message, Place(hidden))
            return
        message = f"-A {app}: {said}. The worker does not start. Correct the name of the app."
        yield RULE.finding(message, _place(view, app))


def _hidden_file(view: ProjectView, app: str) -> PurePosixPath | None:
    """Return the file of the project whose name is that of a module which Python has imported already."""
    top = app.partition(":")[0].partition(".")[0]
    path = PurePosixPath(f"{top}.py")
    is_loaded = top in sys.stdlib_module_names and top not in view.prediction.modules
    return path if is_loaded and view.read(path) is not None else None


def _place(view: ProjectView, app: str) -> Place:
    """Return where the project's settings name the app, or a command does; else the project."""
    if view.app_place is not None:
        return view.app_place
    path = PurePosixPath("pyproject.toml")
    lines = (view.read(path) or b"").splitlines()
    named = re.compile(rb"\s*app\s*=\s*[\"']%s[\"']" % re.escape(app.encode()))
    line = next((number for number, text in enumerate(lines, 1) if named.match(text)), 0)
    return Place(path, line) if line else Place(PurePosixPath("."))


RULE = Rule(
    code="AMS114",
    name="app-option-not-found",
    summary="The app that the worker is started with cannot be found.",
    rationale="`celery -A` takes a module or an attribute of one; when it finds no app it exits with code 2.",
    fix="By hand: correct the `app` setting or the `-A` option.",
    source="Celery user guide, Application; `celery.app.utils.find_app`",
    check=check,
    bad={
        "pyproject.toml": """[project]
name = "automappa"
version = "1"
dependencies = ["celery"]

[tool.automappa-scaffold]
app = "automappa.tasks:celery_queue"
""",
    },
    good={
        "pyproject.toml": """[project]
name = "automappa"
version = "1"
dependencies = ["celery"]

[tool.automappa-scaffold]
app = "automappa.tasks:queue"
""",
    },
)
