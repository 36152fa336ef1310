"""Tasks that installed apps outside the project may declare in modules which are not followed.

From the modules of an app that Django or the project imports, its own imports are followed in the text: what
a function would import counts too, and so does a quoted module of the same package. A module among them that
declares a task for Celery may be imported at start, or not: that is not decided.
"""

import re
from collections.abc import Iterator

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.values import Ext
from automappa_scaffold.registry.django_state import DjangoState
from automappa_scaffold.registry.foreign_modules import is_standard
from automappa_scaffold.source.places import Place

__all__ = ["tell_foreign_declarations"]

_IMPORT = re.compile(
    rb"(?m)^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import[ \t]*(\([^)]*\)|[^\n#]+)|import[ \t]+([\w. ,\t]+))"
)
_DECLARES = re.compile(
    rb"(?m)^\s*@(?:[\w.]+\.)?(?:shared_task|task)\b|\bshared_task(?:[ \t]+as\b|\()|\.task\(|\bregister_task\("
)
_LONG_TEXT = re.compile(rb'(?s)("""|\'\'\').*?\1')  # examples in docstrings declare nothing
_ROOTS = ("", ".apps", ".models", ".admin", ".tasks")
_MAX_OF_APP, _MAX_OF_OTHERS = 500, 80


def tell_foreign_declarations(m: Interpreter, state: DjangoState, place: Place) -> None:
    """Tell of foreign modules that declare tasks, and are perhaps imported.

    Looked at are installed apps, and a first part of other packages that the project imports.
    """
    seen: set[str] = set()
    for app in state.apps:
        if isinstance(app.module, Ext) and not is_standard(app.name):
            roots = [f"{app.name}{root}" for root in _ROOTS]
            _tell(m, state, app.name, _reach(m, roots, seen, _MAX_OF_APP), app.place)
    for name in sorted(m.external_modules):
        if not is_standard(name):
            _tell(m, state, name, _reach(m, [name], seen, _MAX_OF_OTHERS), place)


def _tell(m: Interpreter, state: DjangoState, package: str, names: Iterator[str], place: Place) -> None:
    for name in names:
        source = m.outside.source(name) or b""
        if name in m.modules or b"celery" not in source:
            continue
        if _DECLARES.search(_LONG_TEXT.sub(b"", source)):
            text = f"which tasks {name} declares, which {package} perhaps imports at start"
            state.world.undecide(place, text)


def _reach(m: Interpreter, roots: list[str], seen: set[str], most: int) -> Iterator[str]:
    """Yield the modules of a package that these modules import, themselves included, so many at most."""
    top = roots[0].partition(".")[0]
    quoted = re.compile(rb"""["'](""" + re.escape(top.encode()) + rb"""(?:\.\w+)+)["']""")
    left = list(reversed(roots))
    limit = len(seen) + most
    while left and len(seen) < limit:
        name = left.pop()
        located = None if name in seen else m.outside.locate(name)
        if located is None:
            continue
        seen.add(name)
        yield name
        source = m.outside.source(name) or b""
        package = name if located[1] is not None else name.rpartition(".")[0]
        left += [found for found in _imported(source, package) if found.partition(".")[0] == top]
        for match in quoted.finditer(source):
            path = match[1].decode()
            left += [path, path.rpartition(".")[0]]


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
