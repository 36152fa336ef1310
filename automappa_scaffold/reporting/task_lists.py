"""The registry as a table, and as a tree of pages, modules and tasks."""

from collections.abc import Mapping, Sequence

from automappa_scaffold.registry.values import Registry
from automappa_scaffold.reporting.registries import place_text
from automappa_scaffold.reporting.tables import Branch, render_table, render_tree
from automappa_scaffold.reporting.terminal import Terminal, printable

__all__ = ["render_task_table", "render_task_tree"]


def render_task_table(registry: Registry, terminal: Terminal) -> str:
    """Return the registered tasks as a table; a column that no task fills is left out.

    On a terminal too narrow for the table a name still stands in one piece, with the rest below it.
    """
    rows = [
        (task.name, task.parameters or "", "yes" if task.bind else "", place_text(task.path, task.line))
        for task in registry.tasks
    ]
    headers = ("task", "parameters", "bound", "defined at")
    if terminal.is_terminal and _table_width(rows) > terminal.width:
        return "\n".join(_stacked(row, terminal) for row in rows)
    filled = [i for i in range(len(headers)) if i == 0 or any(row[i] for row in rows)]
    return render_table([headers[i] for i in filled], [[row[i] for i in filled] for row in rows], terminal)


def _table_width(rows: Sequence[Sequence[str]]) -> int:
    gap = 3
    return sum(max(map(len, column)) + gap for column in zip(*rows, strict=True))


def _stacked(row: Sequence[str], terminal: Terminal) -> str:
    name, parameters, bound, where = map(printable, row)
    details = "  ".join(filter(None, (parameters, bound and "bound", where)))
    head = terminal.paint(name, "bold")
    return f"{head}\n    {terminal.paint(details, 'dim')}" if details else head


def render_task_tree(registry: Registry, pages: Mapping[str, str], terminal: Terminal) -> str:
    """Return the pages, the modules below them, and their tasks with whether the worker registers each.

    Args:
        pages: each page's name by the dotted name of its package.
    """
    modules: dict[str, list[Branch]] = {}
    for task in registry.tasks:
        module = task.module or task.name.rpartition(".")[0]
        label = f"{task.name.removeprefix(module + '.')}{task.parameters or ''}"
        modules.setdefault(module, []).append(Branch(f"{label}  registered", style="green"))
    for missing in registry.unregistered:
        module = missing.module or missing.name.rpartition(".")[0]
        label = f"{missing.name.removeprefix(module + '.')}  NOT registered ({missing.reason})"
        modules.setdefault(module, []).append(Branch(label, style="red"))
    branches = [_page_branch(page, package, modules) for package, page in sorted(pages.items())]
    branches += [_module_branch(module, modules) for module in sorted(modules)]
    return render_tree(Branch(registry.app, tuple(branches), style="bold"), terminal)


def _page_branch(page: str, package: str, modules: dict[str, list[Branch]]) -> Branch:
    """Take the page's modules out of ``modules`` and return them below the page."""
    own = sorted(name for name in modules if name == package or name.startswith(f"{package}."))
    children = tuple(_module_branch(name, modules) for name in own)
    for name in own:
        del modules[name]
    return Branch(f"page {page}", children or (Branch("no tasks", style="dim"),), style="bold")


def _module_branch(module: str, modules: Mapping[str, list[Branch]]) -> Branch:
    return Branch(module, tuple(sorted(modules[module], key=lambda branch: branch.label)))
