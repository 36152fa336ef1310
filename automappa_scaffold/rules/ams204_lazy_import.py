"""AMS204 lazy-import."""

from collections.abc import Iterator

from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding
from automappa_scaffold.rules.fix import Fix, ListModule


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield what only a function imports or declares that the worker does not call when it starts."""
    if not view.knows_imports:
        return
    for task in view.prediction.observed.unrun:
        if task.code == RULE.code:
            function = task.guard.removeprefix("function ")
            message = (
                f"{task.function} becomes a task only when {function}() is called, which nothing does when "
                f"the worker starts: it will refuse {task.name}. Declare it at module level, or call "
                f"{function}() at import."
            )
            yield RULE.finding(message, task.place, task=task.name)
    for module in view.prediction.unreached:
        lazy = view.lazy_import_of(module)
        if lazy is not None:
            task_name = module.tasks[0].name
            message = (
                f"{lazy.name} is imported only inside {lazy.function}(), which the worker does not call when "
                f"it starts: the worker will refuse {task_name}. Import it at module level, or add "
                f'"{lazy.name}" to imports.'
            )
            fix = Fix(f'Add "{lazy.name}" to {view.imports_setting()}', (ListModule(lazy.name),))
            can_grow = view.lists_can_grow()
            yield RULE.finding(message, lazy.place, task=task_name, fix=fix if can_grow else None)


RULE = Rule(
    code="AMS204",
    name="lazy-import",
    summary="A task is imported or declared only inside a function.",
    rationale=(
        "A worker runs modules, not the functions in them. An import inside a function happens in the "
        "process that calls the function, mostly the web server: there the task exists, and in the worker it "
        "does not."
    ),
    fix="Safe for a module: lists it in `imports`. By hand: import it at module level.",
    source="Python language reference, The import system; seen in real workers",
    check=check,
    bad={
        "automappa/reports/__init__.py": "",
        "automappa/reports/weekly.py": '''"""The weekly report."""

from automappa.tasks import queue


@queue.task
def write_report() -> str:
    return "written"
''',
        "automappa/pages/home/__init__.py": '''"""The home page."""


def on_click() -> None:
    from automappa.reports.weekly import write_report

    write_report.delay()
''',
    },
    good={
        "automappa/reports/__init__.py": "",
        "automappa/reports/weekly.py": '''"""The weekly report."""

from automappa.tasks import queue


@queue.task
def write_report() -> str:
    return "written"
''',
        "automappa/pages/home/__init__.py": '''"""The home page."""


def on_click() -> None:
    from automappa.reports.weekly import write_report

    write_report.delay()
''',
        "automappa/conf/celeryconfig.py": '''"""Settings of the queue."""

imports = (
    "automappa.pages.home.tasks",
    "automappa.pages.mag_summary.tasks",
    "automappa.reports.weekly",
    "automappa.tasks",
)

broker_url = "memory://"
''',
    },
)
