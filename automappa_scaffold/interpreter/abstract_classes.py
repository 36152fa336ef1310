"""Classes that cannot be instantiated, because a method of theirs is abstract."""

import collections.abc
import contextlib
from collections.abc import Iterator, Sequence

from automappa_scaffold.interpreter.core import Core
from automappa_scaffold.interpreter.marks import FIXED
from automappa_scaffold.interpreter.objects import Class, Function, Wrapper
from automappa_scaffold.interpreter.standard_names import has_standard_name
from automappa_scaffold.interpreter.values import MISSING, Ext, ListValue, Value
from automappa_scaffold.source.places import Place

__all__ = [
    "abstract_methods",
    "fix_abstract_methods",
    "is_left_to_others",
    "keeps_abstract_methods",
    "refuse_abstract",
]

_LIBRARY = {
    "collections.abc": collections.abc,
    "typing": collections.abc,  # whose names there are other names of the same
    "contextlib": contextlib,
}


def abstract_methods(cls: Class) -> tuple[str, ...]:
    """Return the methods, sorted, for want of which ``ABCMeta`` refuses to make an object of a class."""
    if cls.is_open and (lacking := _lacks_of_library(cls)):
        return lacking
    if not keeps_abstract_methods(cls):
        return ()
    given = cls.ns.get("__abstractmethods__", cls.ns.get(FIXED))
    if isinstance(given, (tuple, ListValue)):  # what is bound afterwards is no matter
        listed = given if isinstance(given, tuple) else given.items
        return tuple(sorted(name for name in listed if isinstance(name, str)))
    names = {name for name, value in cls.ns.items() if _is_marked(value)}
    for base in cls.bases:  # what a plain class marks is no matter
        names.update(abstract_methods(base) if isinstance(base, Class) else ())
    marked = {name for name in names if _is_marked(cls.lookup(name))}
    return tuple(sorted(marked.union(() if cls.is_open else _lacks_of_library(cls))))


def keeps_abstract_methods(cls: Class) -> bool:
    """Return whether ``ABCMeta`` or a class below it made a class."""
    meta = cls.lookup("__class__")
    above = meta.mro if isinstance(meta, Class) else ()
    return any(base.module == "abc" for base in (*cls.mro, *above))


def fix_abstract_methods(m: Core, cls: Class) -> None:
    """Find out which methods are abstract, as Python does where a class is made."""
    m.store(cls.ns, FIXED, MISSING)
    if methods := abstract_methods(cls):
        m.store(cls.ns, FIXED, methods)


def refuse_abstract(m: Core, cls: Class, place: Place) -> None:
    """Raise what ``object.__new__`` raises for an abstract class; ``dict.__new__`` does not look."""
    lacking = abstract_methods(cls)
    if lacking and not any(base.module == "builtins" and base.name != "object" for base in cls.mro):
        raise m.raise_("TypeError", _refusal_of(cls, lacking, m.python_numbers), place)


def _refusal_of(cls: Class, methods: Sequence[str], python: tuple[int, ...]) -> str:
    """Return what Python says of a class without these methods."""
    plural = "s" if len(methods) > 1 else ""
    if python < (3, 12):
        return (
            f"Can't instantiate abstract class {cls.name} with abstract method{plural} {', '.join(methods)}"
        )
    quoted = ", ".join(f"'{name}'" for name in methods)
    return (
        f"Can't instantiate abstract class {cls.name} without an implementation "
        f"for abstract method{plural} {quoted}"
    )


def is_left_to_others(cls: Class, name: str) -> bool:
    """Return whether a class has a name from a base outside the project, not from the project's behind it.

    A class of the standard library is known to have it; others are taken to, where the method only refuses.
    """
    owner = next((base for base in cls.mro if name in base.ns), cls)
    if owner is cls:
        return False
    before = cls.mro[: cls.mro.index(owner)]
    if owner.line and any(
        not base.line and has_standard_name(f"{base.module}.{base.name}", name) for base in before
    ):
        return True
    if not any(_has_foreign_base_before(base, owner) for base in before):
        return False
    found = owner.ns[name]
    return isinstance(found, Function) and (_is_marked(found) or _only_refuses(found))


def _has_foreign_base_before(cls: Class, owner: Class) -> bool:
    for base in cls.bases:
        if not isinstance(base, Class):
            return True
        if base.is_subclass(owner):
            return False
    return False


def _only_refuses(function: Function) -> bool:
    """Return whether a function's body is ``raise NotImplementedError``, with a text or without."""
    if function.spec.is_lambda or not function.module.path:
        return False
    kind, *parts = function.spec.body[0]
    raised = parts[1] if kind == "raise" else None
    if raised is not None and raised[0] == "call":
        raised = raised[2]
    return raised is not None and raised[0] == "name" and raised[2] == "NotImplementedError"


def _is_marked(value: Value) -> bool:
    function = value.function if isinstance(value, Wrapper) else value
    return isinstance(function, Function) and function.ns.get("__isabstractmethod__") is True


def _lacks_of_library(cls: Class) -> tuple[str, ...]:
    """Return the methods that a class lacks, and that abstract classes of the standard library ask for."""
    outside = [*_outside(cls)]
    if not outside or None in outside or not all(base.line or base.module == "abc" for base in cls.mro):
        return ()
    needed = {name for base in outside for name in getattr(base, "__abstractmethods__", ())}
    return tuple(sorted(name for name in needed if _is_lacking(cls, name, outside)))


def _is_lacking(cls: Class, name: str, outside: Sequence[type | None]) -> bool:
    return cls.lookup(name) is MISSING and all(
        name in getattr(base, "__abstractmethods__", ()) or not hasattr(base, name) for base in outside
    )


def _outside(cls: Class) -> Iterator[type | None]:
    """Go through the bases that are not the project's: abstract classes of the library, None for others."""
    for known in cls.mro:
        for base in known.bases:
            if isinstance(base, Ext):
                module, _, name = base.path.rpartition(".")
                found = getattr(_LIBRARY.get(module), name, None)
                yield found if isinstance(found, type) else None
            elif not isinstance(base, Class):
                yield None
