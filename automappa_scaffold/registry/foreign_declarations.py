"""Tasks that installed apps outside the project may declare in modules which are not followed.

From the modules of an app that Django or the project imports, its own imports are followed in the text: what
a function would import counts too, and so does a quoted module of the same package. A module among them that
declares a task for Celery may be imported at start, or not: an installed app of Django's that has one is run
like the project's own code; of other packages it is not decided.
"""

import re
from collections.abc import Iterator

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Module
from automappa_scaffold.interpreter.values import Ext
from automappa_scaffold.registry.django_state import DjangoState
from automappa_scaffold.registry.foreign_modules import is_followed, is_standard
from automappa_scaffold.source.places import Place

__all__ = ["follow_declaring_app", "follow_declaring_package", "tell_foreign_declarations"]

_IMPORT = re.compile(
    rb"(?m)^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import[ \t]*(\([^)]*\)|[^\n#]+)|import[ \t]+([\w. ,\t]+))"
)
_DECLARES = re.compile(
    rb"(?m)^\s*@(?:[\w.]+\.)?(?:shared_task|task)\b|\bshared_task(?:[ \t]+as\b|\()|\.task\("
    rb"|(?<!def )(?<![\w.])(?:(?:[a-z_]\w*|[A-Z0-9_]+)\.)*register_task\("
)
_LONG_TEXT = re.compile(rb'(?s)("""|\'\'\').*?\1')  # examples in docstrings declare nothing
_ROOTS = ("", ".apps", ".models", ".admin", ".tasks")
_MAX_OF_APP, _MAX_OF_OTHERS = 500, 80


def follow_declaring_app(m: Interpreter, state: DjangoState, entry: str) -> None:
    """Let the modules of an installed app outside the project be run if some of them declare tasks.

    Args:
        entry: the app's package or configuration, as ``INSTALLED_APPS`` names it.
    """
    package = entry.rpartition(".")[0] if entry.rpartition(".")[2][:1].isupper() else entry
    package = package.removesuffix(".apps")
    if not package or is_standard(package) or m.is_project_name(package.partition(".")[0]):
        return
    if m.installed is None or m.outside.locate(package) is None:
        return
    inside = f"{package}."
    roots = [f"{package}{root}" for root in _ROOTS]
    for name in _reach(m, state, roots, set(), _MAX_OF_APP):
        if (name == package or name.startswith(inside)) and _declares(m, name):
            state.world.followed.add(package)
            return


def follow_declaring_package(m: Interpreter, state: DjangoState, name: str) -> None:
    """Let the modules of a package be run if a module of it that is imported leads to one with tasks."""
    if name in state.reached or m.installed is None or is_standard(name):
        return
    top = name.partition(".")[0]
    if any(_declares(m, found) for found in _reach(m, state, [name], set(), _MAX_OF_OTHERS)):
        state.world.followed.add(top)


def tell_foreign_declarations(m: Interpreter, state: DjangoState, place: Place) -> None:
    """Tell of foreign modules that declare tasks, and are perhaps imported.

    Looked at are installed apps, and a first part of other packages that the project imports.
    """
    seen: set[str] = set()
    doubtful = {name for name in state.world.doubtful if is_followed(state.world, name)}
    for app in state.apps:
        is_whole = isinstance(app.module, Module) and not any(
            name == app.name or name.startswith(f"{app.name}.") for name in doubtful
        )
        is_foreign = isinstance(app.module, Ext) or is_followed(state.world, app.name)
        if is_foreign and not is_whole and not is_standard(app.name):
            roots = [f"{app.name}{root}" for root in _ROOTS]
            _tell(m, state, app.name, _reach(m, state, roots, seen, _MAX_OF_APP), app.place)
    for name in sorted(m.external_modules):
        if not is_standard(name) and not is_followed(state.world, name):
            _tell(m, state, name, _reach(m, state, [name], seen, _MAX_OF_OTHERS), place)


def _tell(m: Interpreter, state: DjangoState, package: str, names: Iterator[str], place: Place) -> None:
    for name in names:
        if name not in m.modules and _declares(m, name):
            text = f"which tasks {name} declares, which {package} perhaps imports at start"
            state.world.undecide(place, text)


def _declares(m: Interpreter, name: str) -> bool:
    """Return whether a module's text declares a task for Celery."""
    source = m.outside.source(name) or b""
    return b"celery" in source and _DECLARES.search(_LONG_TEXT.sub(b"", source)) is not None


def _reach(m: Interpreter, state: DjangoState, roots: list[str], seen: set[str], most: int) -> Iterator[str]:
    """Yield the modules of a package that these modules import, themselves included, so many at most."""
    top = roots[0].partition(".")[0]
    left = list(reversed(roots))
    limit = len(seen) + most
    while left and len(seen) < limit:
        name = left.pop()
        located = None if name in seen else m.outside.locate(name)
        if located is None:
            continue
        seen.add(name)
        yield name
        if name not in state.reached:
            package = name if located[1] is not None else name.rpartition(".")[0]
            state.reached[name] = tuple(_mentioned(m.outside.source(name) or b"", top, package))
        left += state.reached[name]
        if "." in name:  # importing a module runs the packages that it is in
            left.append(name.rpartition(".")[0])


def _mentioned(source: bytes, top: str, package: str) -> Iterator[str]:
    """Yield the modules of a top-level package that a module of it names."""
    yield from (found for found in _imported(source, package) if found.partition(".")[0] == top)
    quoted = re.compile(rb"""["'](""" + re.escape(top.encode()) + rb"""(?:\.\w+)+)["']""")
    for match in quoted.finditer(source):
        path = match[1].decode()
        yield from (path, path.rpartition(".")[0])


def _imported(source: bytes, package: str) -> Iterator[str]:
    for match in _IMPORT.finditer(source):
        target, names, plain = (part.decode() if part is not None else "" for part in match.groups())
        if plain:
            yield from (part.split()[0] for part in plain.split(",") if part.split())
            continue
        base = target.lstrip(".")
        level = len(target) - len(base)
        if level:
            parts = package.split(".")
            base = ".".join([*parts[: len(parts) - level + 1], *([base] if base else [])])
        yield base
        for name in re.findall(r"\w+", names):
            yield f"{base}.{name}"
