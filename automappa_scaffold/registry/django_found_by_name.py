"""Modules that an installed app outside the project may look for by name, as ``autodiscover_modules`` does.

Only names that stand quoted in that app's own source can be looked for. Each such module of the project that
is not imported yet is imported here as something that perhaps happens, last of all.
"""

import re
from collections.abc import Iterator
from functools import partial

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Module
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import Ext, Scope
from automappa_scaffold.registry.django_state import DjangoState, InstalledApp, is_djangos

__all__ = ["import_modules_found_by_name"]

_DECLARES = re.compile(rb"\btask\b|\bshared_task\b|\bregister_task\b|\bTask\b")
_NEVER = frozenset({"__init__", "apps", "migrations", "models", "tests", "conftest"})
_MAX_FILES = 3000


def import_modules_found_by_name(m: Interpreter, state: DjangoState) -> None:
    """Import what foreign apps may look for in the project's, under the condition that they do."""
    foreign = [app.name for app in state.apps if isinstance(app.module, Ext) and not is_djangos(app.name)]
    candidates = [
        (app, name)
        for app in state.apps
        if isinstance(app.module, Module)
        for name in _left_out(m, app, app.module)
    ]
    if not foreign or not candidates:
        return
    for app_name in dict.fromkeys(name.partition(".")[0] for name in foreign):
        texts = _texts_of(m, app_name)
        for app, name in candidates:
            quoted = re.compile(rb"""["'](?:[\w.%{}]*\.)?""" + re.escape(name.encode()) + rb"""["']""")
            if any(quoted.search(text) for text in texts):
                _import_perhaps(m, state, app, name, app_name)


def _left_out(m: Interpreter, app: InstalledApp, package: Module) -> Iterator[str]:
    """Yield the names of an app's own modules that hold a task, perhaps, and are not imported."""
    for folder in package.folders or ():
        for entry, is_folder in sorted((m.tree.listing(folder) or {}).items()):
            name = entry.removesuffix(".py")
            path = f"{folder}/{entry}/__init__.py" if is_folder else f"{folder}/{entry}"
            if name in _NEVER or f"{app.name}.{name}" in m.modules or not path.endswith(".py"):
                continue
            if _DECLARES.search(m.tree.read(path) or b""):
                yield name


def _texts_of(m: Interpreter, name: str) -> list[bytes]:
    """Return the sources of an installed package."""
    located = m.outside.locate(name)
    if located is None:
        return []
    path, folder = located
    if folder is None:
        return [m.tree.read(path) or b""]
    paths: list[str] = []
    folders = [folder]
    while folders and len(paths) < _MAX_FILES:
        current = folders.pop()
        for entry, is_folder in sorted((m.tree.listing(current) or {}).items()):
            if is_folder and entry not in ("tests", "migrations", "locale", "static", "__pycache__"):
                folders.append(f"{current}/{entry}")
            elif entry.endswith(".py"):
                paths.append(f"{current}/{entry}")
    return [m.tree.read(path) or b"" for path in paths]


def _import_perhaps(m: Interpreter, state: DjangoState, app: InstalledApp, name: str, by: str) -> None:
    scope = Scope(f"whether the installed app {by} looks for modules called {name}", app.place)
    dotted = f"{app.name}.{name}"
    work = partial(m.import_module, dotted, (None, app.place, f"{by} looks for {name}"))
    results = m.fork(scope, [work, _do_nothing])
    if isinstance(results[0], PyRaise):
        text = f"whether {dotted} is imported at start: {results[0].message} ({results[0].place})"
        state.world.undecide(app.place, text)


def _do_nothing() -> None:
    return None
