"""AMS210 module-shadowed."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from automappa_scaffold.registry.observed import UnrunTask
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding
from automappa_scaffold.source.places import Place


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each file with tasks that a package of the same name hides, or a module of its folder's name."""
    hidden: dict[str, list[UnrunTask]] = {}
    for task in view.prediction.observed.unrun:
        if task.code == RULE.code:
            hidden.setdefault(str(task.place.path), []).append(task)
    for tasks in hidden.values():
        path = tasks[0].place.path
        more = f" and {len(tasks) - 1} more" if len(tasks) > 1 else ""
        # A package comes before a module of its name, and a folder without __init__.py after it.
        below = PurePosixPath(f"{path.parent}.py")
        is_below = below in view.prediction.modules.values()
        same = f"module {below}" if is_below else f"package {path.with_suffix('')}/"
        whose = "its folder's name" if is_below else "the same name"
        message = (
            f"{path} is never imported, because the {same} has {whose} and comes first: the worker will "
            f"refuse {tasks[0].name}{more}. Rename one of the two."
        )
        yield RULE.finding(
            message, Place(path, tasks[0].place.line, tasks[0].place.column), task=tasks[0].name
        )


RULE = Rule(
    code="AMS210",
    name="module-shadowed",
    summary="A module with tasks stands beside a package of the same name.",
    rationale=(
        "Of `tasks.py` and `tasks/__init__.py` in one folder Python imports the package and never looks at "
        "the file. It is a common leftover of a module that grew into a package."
    ),
    fix="By hand: move the tasks into the package, and remove the file.",
    source="Python language reference, The import system; `importlib.machinery.FileFinder`",
    check=check,
    bad={
        "automappa/pages/home/tasks.py": '''"""Tasks of the home page."""

from automappa.tasks import queue


@queue.task
def refresh() -> str:
    return "fresh"
''',
    },
    good={
        "automappa/pages/home/tasks.py": '''"""Left empty: the tasks are in the package."""
''',
        "automappa/pages/home/tasks/__init__.py": '''"""Tasks of the home page."""

from automappa.tasks import queue

from .status_badge import set_badge_color


@queue.task
def refresh() -> str:
    return "fresh"


__all__ = ["refresh", "set_badge_color"]
''',
    },
)
