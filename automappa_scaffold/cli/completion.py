"""What a shell completes: pages, tasks and rules. Where there is a problem, nothing."""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["complete_page", "complete_rule", "complete_task"]


def complete_rule(incomplete: str) -> list[tuple[str, str]]:
    """Return the codes that start so, with the names of the rules; a list may end in what is completed."""
    from automappa_scaffold.rules import load_catalogue

    before, comma, last = incomplete.rpartition(",")
    return [
        (f"{before}{comma}{rule.code}", rule.name)
        for rule in load_catalogue()
        if rule.code.startswith(last.upper()) or rule.name.startswith(last.lower())
    ]


def complete_page(incomplete: str) -> list[str]:
    """Return the pages whose names start so."""
    return [name for name in _pages() if name.startswith(incomplete)]


def complete_task(incomplete: str) -> list[str]:
    """Return the full names of tasks that start so, and the names of tasks' functions that do."""
    names = list(_tasks())
    functions = sorted({name.rpartition(".")[2] for name in names})
    return [name for name in [*functions, *names] if name.startswith(incomplete)]


def _pages() -> Iterator[str]:
    from automappa_scaffold.errors import ScaffoldError
    from automappa_scaffold.operations.workspace import open_workspace
    from automappa_scaffold.project.layout import find_pages

    try:
        workspace = open_workspace()
        yield from find_pages(workspace.project, workspace.layout)
    except ScaffoldError:
        return


def _tasks() -> Iterator[str]:
    from automappa_scaffold.errors import ScaffoldError
    from automappa_scaffold.operations.workspace import open_workspace

    try:
        registry = open_workspace().predict(with_unreached=True).registry
    except ScaffoldError:
        return
    yield from sorted({*registry.names, *(task.name for task in registry.unregistered)})
