"""AMS201 init-does-not-import."""

from collections.abc import Iterator

from automappa_scaffold.registry.values import UnreachedModule, UnreachedTask
from automappa_scaffold.rules._guarded_imports import guarded_import_line
from automappa_scaffold.rules._hidden_imports import is_hidden
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding
from automappa_scaffold.rules.fix import Fix, ReexportTask
from automappa_scaffold.source.places import Place


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each task module of a page that its package's ``__init__`` does not import."""
    if not view.knows_imports:
        return
    for module in view.prediction.unreached:
        package = view.package_of(module.package)
        if package is not None and view.is_empty_package(package.name):
            continue  # there is no __init__ to import it in: a rule of its own
        if is_hidden(view, module):
            continue  # it does, misspelt, which has a rule of its own
        if package is not None and not module.loaded_by_package and module.name != package.name:
            guarded = guarded_import_line(view.read(package.init), module)
            for task in module.tasks:
                if guarded:
                    yield RULE.finding(_guarded(module, task), Place(package.init, guarded), task=task.name)
                    continue
                short = module.name.removeprefix(f"{package.name}.")
                change = ReexportTask(package.init, package.name, short, task.function)
                fix = Fix(f"Import {task.function} from .{short}", (change,))
                yield RULE.finding(
                    _message(module, task),
                    Place(package.init),
                    task=task.name,
                    fix=fix if short.isidentifier() else None,
                )


def _message(module: UnreachedModule, task: UnreachedTask) -> str:
    short = module.name.removeprefix(f"{module.package}.")
    advice = f"Add `from .{short} import {task.function}`."
    if not short.isidentifier():
        advice = f"No import statement can name {short}: call its file something that one can."
    return (
        f"{module.package} does not import {short}, and importing a package does not import its submodules: "
        f"the worker will refuse {task.name}. {advice}"
    )


def _guarded(module: UnreachedModule, task: UnreachedTask) -> str:
    short = module.name.removeprefix(f"{module.package}.")
    return (
        f"{module.package} imports {short} under a condition that does not hold in the worker: it will "
        f"refuse {task.name}. Import {short} where no condition stands before it, or make this one hold."
    )


RULE = Rule(
    code="AMS201",
    name="init-does-not-import",
    summary="A page's tasks package does not import one of its task modules.",
    rationale=(
        "Importing a package does not import its submodules, so the worker never runs the decorator. The "
        "worker starts, and refuses the first message for the task."
    ),
    fix="Safe: adds the import and the name in `__all__`.",
    source="Automappa docs, task-queue; Celery user guide, Tasks: Names",
    check=check,
    bad={
        "automappa/pages/mag_summary/tasks/__init__.py": '''"""Tasks of the summary of MAGs."""

from .quality import summarize

__all__ = ["summarize"]
''',
    },
    good={
        "automappa/pages/mag_summary/tasks/__init__.py": '''"""Tasks of the summary of MAGs."""

from automappa.pages.mag_summary.tasks.cover import count_contigs
from .quality import summarize

__all__ = ["count_contigs", "summarize"]
''',
    },
)
