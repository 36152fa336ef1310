"""What is found by a dotted name that is given as a text: ``pydoc.locate`` and ``pkgutil.resolve_name``."""

import builtins

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.source.places import Place

__all__ = ["NAMED_OBJECTS"]

NAMED_OBJECTS = Models()


def _imported(m: Imports, name: str, place: Place) -> Value:
    return m.import_module(
        name, (m.importing[-1] if m.importing else None, place, f"import_module({name!r})")
    )


def _part(m: Imports, name: str, caught: str, place: Place) -> Value:
    """Return a module, or None where there is none of that name."""
    try:
        return _imported(m, name, place)
    except PyRaise as raised:
        if raised.is_soft or raised.type_name not in ("ModuleNotFoundError", caught):
            raise
        if caught != "ImportError" and raised.missing not in (name, name.partition(".")[0]):
            raise
        return None


@NAMED_OBJECTS.function("pydoc.locate")
def _locate(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    path = m.decide(args[0] if args else kwargs.get("path"))
    if not isinstance(path, str):
        return m.unknown("what has a name that is computed", place)
    parts = [part for part in path.split(".") if part]
    found, count = m.external("builtins"), 0
    while count < len(parts):
        module = _part(m, ".".join(parts[: count + 1]), "", place)
        if module is None:
            break
        found, count = module, count + 1
    if not count and parts and not hasattr(builtins, parts[0]):
        return None
    for part in parts[count:]:
        try:
            found = m.get_attribute(found, part, place)
        except PyRaise as raised:
            if raised.is_soft or raised.type_name != "AttributeError":
                raise
            return None
    return found


@NAMED_OBJECTS.function("pkgutil.resolve_name")
def _resolve_name(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[0] if args else kwargs.get("name"))
    if not isinstance(name, str):
        return m.undecided(name, place)
    module, colon, inner = name.partition(":")
    words = name.replace(":", ".", 1).split(".") if inner else module.split(".")
    if not all(word.isidentifier() for word in words):
        raise m.raise_("ValueError", f"invalid format: {name!r}", place)
    parts = [part for part in inner.split(".") if part]
    if colon:
        found = _imported(m, module, place)
    else:
        top, *parts = module.split(".")
        found = _imported(m, top, place)
        while parts:
            deeper = _part(m, f"{top}.{parts[0]}", "ImportError", place)
            if deeper is None:
                break
            found, top, parts = deeper, f"{top}.{parts[0]}", parts[1:]
    for part in parts:
        found = m.get_attribute(found, part, place)
    return found
