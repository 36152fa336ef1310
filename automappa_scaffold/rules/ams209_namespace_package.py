"""AMS209 namespace-package."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from automappa_scaffold.rules._rule import ProjectView, Rule, with_packages
from automappa_scaffold.rules.finding import Finding, Severity
from automappa_scaffold.rules.fix import Fix, NewFile
from automappa_scaffold.source.places import Place


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each folder without ``__init__.py`` through which the worker imports tasks, or misses them."""
    prediction = view.prediction
    with_tasks = with_packages(task.module for task in prediction.observed.tasks)
    for name, folder in prediction.namespaces.items():
        is_judged = view.knows_imports and view.is_empty_package(name)
        missed = [m for m in prediction.unreached if m.package == name] if is_judged else []
        place = Place(folder / "__init__.py")
        if missed:
            task = missed[0].tasks[0]
            message = (
                f"{folder} has no __init__.py: importing {name} runs nothing, and the worker will refuse "
                f"{task.name}. Add an __init__.py that imports the task, or list {missed[0].name} in imports."
            )
            yield RULE.finding(message, place, task=task.name, severity=Severity.ERROR, fix=_fix(place, name))
        elif name in with_tasks and not _is_shared(view, name, folder):
            message = (
                f"{folder} has no __init__.py. Its modules can be imported, but {name} itself registers "
                f"nothing where it is listed in imports. Add an empty __init__.py."
            )
            yield RULE.finding(message, place, fix=_fix(place, name))


def _is_shared(view: ProjectView, name: str, folder: PurePosixPath) -> bool:
    """Return whether a folder is one that distributions share: above all packages, with no module in it."""
    above = name.rpartition(".")[0]
    is_top = not above or above in view.prediction.namespaces
    return is_top and not any(PurePosixPath(file).parent == folder for file in view.files())


def _fix(place: Place, name: str) -> Fix:
    return Fix(f"Make {place.path}", (NewFile(place.path, f'"""The package {name}."""\n'),))


RULE = Rule(
    code="AMS209",
    name="namespace-package",
    summary="A folder of task modules has no `__init__.py`.",
    rationale=(
        "Python imports such a folder as a namespace package: it has no code, so naming it in `imports` "
        "imports nothing. Where the worker loses tasks by that, the finding is an error, else a note."
    ),
    fix="Safe: makes an `__init__.py`. In a tasks package AMS201 then adds the imports of its tasks.",
    source="Python language reference, The import system: Namespace packages",
    check=check,
    severity=Severity.NOTE,
    bad={"automappa/pages/mag_summary/__init__.py": None},
    good={
        "automappa/pages/mag_summary/__init__.py": '''"""The page that sums MAGs up."""
''',
        "automappa/assets/style.css": "",
        "automappa/scripts/once.py": '''"""Run by hand: no worker imports this folder."""
''',
    },
)
