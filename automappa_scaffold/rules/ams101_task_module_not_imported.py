"""AMS101 task-module-not-imported."""

from collections.abc import Iterator

from automappa_scaffold.registry.values import UnreachedModule
from automappa_scaffold.rules._hidden_imports import is_hidden
from automappa_scaffold.rules._module_lists import covered_entries, hides_all, is_covered
from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules.finding import Finding
from automappa_scaffold.rules.fix import Fix, ListModule


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield each package or module with tasks that nothing the worker imports reaches."""
    if not view.knows_imports or hides_all(view):
        return  # another rule says why the worker does not start, or what keeps its imports unknown
    entries: dict[str, list[UnreachedModule]] = {}
    covered = covered_entries(view)
    for module in view.prediction.unreached:
        lazy = view.lazy_import_of(module)
        if is_covered(covered, module.name) or lazy is not None or is_hidden(view, module):
            continue  # another rule tells why
        page_package = view.package_of(module.package)
        if page_package is None:
            if view.is_empty_package(module.package):
                continue
            entries.setdefault(module.name, []).append(module)
        elif not module.package_is_reached:
            entries.setdefault(module.package, []).append(module)
    place, setting, can_grow = view.imports_place(), view.imports_setting(), view.lists_can_grow()
    for entry, modules in sorted(entries.items()):
        tasks = [task.name for module in modules for task in module.tasks]
        where = f'Add "{entry}" to {setting} in {place.path}.'
        more = f" and {len(tasks) - 1} more" if len(tasks) > 1 else ""
        message = (
            f"Nothing the worker imports reaches {entry}; the worker will refuse {tasks[0]}{more}. {where}"
        )
        fix = Fix(f'Add "{entry}" to {setting}', (ListModule(entry),)) if can_grow else None
        yield RULE.finding(message, place, task=tasks[0], fix=fix)


RULE = Rule(
    code="AMS101",
    name="task-module-not-imported",
    summary="A module with tasks is reached by nothing that the worker imports.",
    rationale=(
        "A worker imports the app's module, the modules of `imports` and `include`, and what these import. "
        "A task elsewhere is not registered: the first message for it is refused."
    ),
    fix="Safe: lists the page's tasks package, or the module, where the worker takes it from.",
    source="Automappa docs, task-queue; Celery user guide, Configuration: imports",
    check=check,
    bad={
        "automappa/conf/celeryconfig.py": '''"""Settings of the queue."""

imports = (
    "automappa.pages.home.tasks",
    "automappa.tasks",
)

broker_url = "memory://"
''',
    },
    good={
        "automappa/conf/celeryconfig.py": '''"""Settings of the queue."""

imports = (
    "automappa.pages.home.tasks",
    "automappa.pages.mag_summary.tasks",
    "automappa.tasks",
)

broker_url = "memory://"
''',
    },
)
