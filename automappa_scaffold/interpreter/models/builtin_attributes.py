"""``getattr``, ``hasattr``, ``setattr`` and ``delattr``; names may be known or computed."""

from pathlib import PurePosixPath

from automappa_scaffold.interpreter.candidates import matters, things_of
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.marks import KIND, METHOD, OPEN
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models
from automappa_scaffold.interpreter.objects import (
    Class,
    Function,
    Instance,
    Module,
    Native,
    Wrapper,
    describe,
)
from automappa_scaffold.interpreter.python_attributes import has_in_python, has_like_all
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.refusals import is_no_text
from automappa_scaffold.interpreter.standard_objects import has_in_library
from automappa_scaffold.interpreter.values import (
    MISSING,
    Ext,
    Scope,
    Union,
    Unknown,
    Value,
    is_constant,
    is_foreign,
    is_perhaps_bound,
)
from automappa_scaffold.source.places import Place

__all__ = ["BUILTIN_ATTRIBUTES"]

BUILTIN_ATTRIBUTES = Models()

_SOMEHOW = Scope("an attribute whose name is computed", Place(PurePosixPath()))


def _require_name(m: Imports, name: Value, place: Place) -> None:
    """Raise what Python raises for the name of an attribute that certainly is no text."""
    if is_no_text(name):
        raise m.refusal("TypeError", f"attribute name must be string, not '{kind_name(name)}'", place)


@BUILTIN_ATTRIBUTES.function("builtins.getattr")
def _getattr(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[1])
    _require_name(m, name, place)
    if not isinstance(name, str):
        return _or_default(_some_attribute(m, m.decide(args[0]), name, place), args[2:])
    try:
        found = m.find_attribute(args[0], name, place)
        if found is MISSING:
            found = m.hooked_attribute(args[0], name, place)
    except PyRaise as raised:
        if len(args) > 2 and raised.type_name == "AttributeError":
            return args[2]
        raise
    if is_perhaps_bound(found):
        return m.or_else(found, lambda: args[2]) if len(args) > 2 else m.get_attribute(args[0], name, place)
    if found is not MISSING:
        return _or_default(found, args[2:])
    return args[2] if len(args) > 2 else m.get_attribute(args[0], name, place)


def _or_default(found: Value, default: Args) -> Value:
    """Let a value that may be one of several be the default too."""
    if isinstance(found, Unknown) and default and matters(default[0]):
        candidates = found.ns.get(METHOD)
        if candidates is not None and not isinstance(candidates, bool):
            found.ns[METHOD] = (*candidates, *default)
    return found


def _some_attribute(m: Imports, owner: Value, name: Value, place: Place) -> Value:
    """Return an attribute whose name is not known: of an object, a method of the project's perhaps."""
    if isinstance(owner, Ext) or (isinstance(owner, Unknown) and owner.is_foreign):
        return m.unknown(f"an attribute of {describe(owner)} whose name is computed", place, is_foreign=True)
    is_settled = _is_set_to_foreign(owner, name)
    made = m.unknown(describe(m.undecided(name, place)), place, is_foreign=is_settled)
    if isinstance(owner, Instance) and not is_settled:
        found = [value for cls in owner.cls.mro for value in cls.ns.values() if cls.line]
        if any(isinstance(value, Wrapper) and value.kind == "property" for value in found) or (
            owner.cls.lookup("__getattr__") is not MISSING
        ):
            m.note("an attribute whose name is computed", place)
        made.ns[METHOD] = things_of(owner)
    elif isinstance(owner, (Class, Module)):
        made.ns[METHOD] = things_of(owner)
    return made


def _is_set_to_foreign(owner: Value, name: Value) -> bool:
    """Return whether this very name was set before, and no attribute that it may stand for is the project's.

    Where this holds, the class and its methods do not matter: what the object itself has comes first.
    """
    if not isinstance(owner, Instance) or not isinstance(name, Unknown) or name.ns.get(owner) is not True:
        return False
    return all(map(is_foreign, owner.ns.values()))


@BUILTIN_ATTRIBUTES.function("builtins.hasattr")
def _hasattr(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[1])
    _require_name(m, name, place)
    if not isinstance(name, str):
        return m.undecided(name, place)
    try:
        found = m.find_attribute(args[0], name, place)
        if found is MISSING:
            found = m.hooked_attribute(args[0], name, place)
    except PyRaise as raised:
        if raised.type_name != "AttributeError":
            raise
        return False
    if isinstance(args[0], Ext) and f"{args[0].path}.{name}" in m.patched:  # by the project
        is_open = isinstance(found, Unknown) or (isinstance(found, Union) and MISSING in found.options)
        return m.undecided(args[0], place) if is_open else found is not MISSING
    if isinstance(args[0], (Ext, Unknown)):
        if isinstance(args[0], Ext) and isinstance(found, Ext) and m.certainly_has(args[0].path, name):
            return True
        is_there = has_in_library(args[0], name, m.python_numbers)
        return False if found is MISSING and not is_there else m.undecided(args[0], place)
    if _is_of_model(args[0], name) or (found is MISSING and has_like_all(args[0], name)):
        return True
    if found is MISSING and has_in_python(args[0], name):
        return m.unknown(f"whether there is {name}", place)
    is_open = isinstance(found, Unknown) or is_perhaps_bound(found)
    return m.undecided(found, place) if is_open else found is not MISSING


def _is_of_model(owner: Value, name: str) -> bool:
    """Return whether a model says that a class has an attribute, of whose value nothing is known."""
    cls = owner.cls if isinstance(owner, Instance) else owner
    held = cls.lookup(name) if isinstance(cls, Class) else None
    return isinstance(held, Instance) and isinstance(held.cls.lookup("__get__"), Native)


@BUILTIN_ATTRIBUTES.function("builtins.setattr")
def _setattr(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[1])
    _require_name(m, name, place)
    if isinstance(name, str):
        m.set_attribute(args[0], name, args[2], place)
    elif isinstance(args[0], Unknown):
        m.store(args[0].ns, KIND, MISSING)  # it has whatever is set
    elif isinstance(args[0], Instance):
        _set_somewhere(m, args[0], name, args[2], place)
    elif isinstance(args[0], (Class, Module)):
        m.rebind_some(args[0], args[0].ns, args[2], place)
    elif isinstance(args[0], Ext) and not is_constant(args[2]) and not is_foreign(args[2]):
        m.assumptions[f"{place}: a name that is computed is taken to be bound nowhere else"] = None
    return None


def _set_somewhere(m: Imports, owner: Instance, name: Value, new: Value, place: Place) -> None:
    """Set an attribute of an object whose name is computed; it may be one that the object has."""
    hook = owner.cls.lookup("__setattr__")
    if isinstance(hook, Function):
        m.call(hook, (owner, name, new), {}, place)
        return
    if any(_has_setter(value) for cls in owner.cls.mro if cls.line for value in cls.ns.values()):
        m.note("an attribute whose name is computed is set, perhaps by code of its class", place)
    elif isinstance(name, Unknown):
        m.store(name.ns, owner, True)
    if all(cls.line for cls in owner.cls.mro):
        for key, held in [item for item in owner.ns.items() if item[0] != OPEN]:
            m.store(owner.ns, key, m.join([held, new], _SOMEHOW))
    m.store(owner.ns, OPEN, m.join([owner.ns.get(OPEN, new), new], _SOMEHOW))


def _has_setter(value: Value) -> bool:
    if isinstance(value, Wrapper):
        return value.setter is not None
    return isinstance(value, Instance) and value.cls.lookup("__set__") is not MISSING


@BUILTIN_ATTRIBUTES.function("builtins.delattr")
def _delattr(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[1])
    if isinstance(name, str):
        m.delete_attribute(args[0], name, place)
    elif _is_set_to_foreign(args[0], name) and args[0].cls.lookup("__delattr__") is MISSING:
        m.store(name.ns, args[0], MISSING)
    else:
        m.disturb("an attribute whose name is computed is deleted", place)
    return None
