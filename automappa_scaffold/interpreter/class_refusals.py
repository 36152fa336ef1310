"""What Python refuses when a class is made: bases, metaclasses, slots and keywords."""

import builtins
import sys
import typing
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from automappa_scaffold.interpreter.class_bases import has_order, no_order
from automappa_scaffold.interpreter.class_layouts import has_clashing_slots
from automappa_scaffold.interpreter.class_slots import refuse_slots
from automappa_scaffold.interpreter.core import Core
from automappa_scaffold.interpreter.generators import Generator
from automappa_scaffold.interpreter.iteration import Iteration
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.marks import METACLASS_BELOW
from automappa_scaffold.interpreter.objects import (
    Bound,
    Class,
    Function,
    Instance,
    Module,
    Native,
)
from automappa_scaffold.interpreter.python_kinds import host_object
from automappa_scaffold.interpreter.raising import EXCEPTIONS
from automappa_scaffold.interpreter.refusals import is_no_class, is_plain_class, is_seen_class
from automappa_scaffold.interpreter.standard_names import describes_standard
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    ListValue,
    Namespace,
    SetValue,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = ["refuse_class", "refuse_keywords", "refuse_metaclass"]

# Among the flags of a class: others may inherit from it.
_MAY_BE_BASE = 1 << 10


def refuse_class(
    m: Iteration, name: str, bases: Sequence[Value], names: Namespace, meta: Value, place: Place
) -> None:
    """Raise what Python raises for a class that cannot be."""
    for index, base in enumerate(bases):
        is_module = isinstance(base, Module) or m.is_outside_module(base)
        if is_module or is_constant(base) or isinstance(base, (tuple, ListValue, DictValue, Function)):
            raise m.refusal("TypeError", _said_of_base(base, name), place)
        if isinstance(base, Bound):
            raise m.refusal("TypeError", "method expected 2 arguments, got 3", place)
        if isinstance(base, Generator):
            raise m.refusal("TypeError", f"cannot create '{kind_name(base)}' instances", place)
        if isinstance(base, Instance) and _takes_nothing(base.cls):
            raise m.refusal("TypeError", f"{base.cls.name}() takes no arguments", place)
        if isinstance(base, (Ext, Native)) and _is_final(base.path):
            text = f"type '{host_object(base.path).__name__}' is not an acceptable base type"
            raise m.refusal("TypeError", text, place)
        if isinstance(base, Ext) and isinstance(form := host_object(base.path), typing._SpecialForm):
            raise m.refusal("TypeError", f"Cannot subclass {form!r}", place)
        if isinstance(base, Instance) and (base.cls.module, base.cls.name) == ("typing", "NewType"):
            raise m.refusal("TypeError", "Cannot subclass an instance of NewType.", place)
        if is_no_class(base):
            raise m.refusal("TypeError", f"a class cannot be made of '{kind_name(base)}' objects", place)
        if isinstance(base, (Ext, Native)) and _is_function(base.path):
            raise m.refusal("TypeError", "cannot create 'builtin_function_or_method' instances", place)
        if isinstance(base, Class) and base in bases[:index]:
            raise m.refusal("TypeError", f"duplicate base class {base.name}", place)
        if isinstance(base, Class) and (base.module, base.name) == ("builtins", "bool"):
            raise m.refusal("TypeError", "type 'bool' is not an acceptable base type", place)
    layouts = _layouts(bases)
    if len(layouts) > 1 or (layouts and any(map(_is_error, bases))) or has_clashing_slots(bases):
        raise m.refusal("TypeError", "multiple bases have instance lay-out conflict", place)
    top = m.models.get("builtins.object")
    known_classes = [base for base in bases if isinstance(base, Class)]
    known = [base for base in known_classes if _has_seen_order(base)]
    is_late = top in bases[:-1] and all(isinstance(base, Class) for base in bases)
    is_before_own = any(base in below.mro for base, below in combinations(known_classes, 2))
    hosts = [_host_class(base) for base in bases]
    is_before_own |= any(above in below.__mro__[1:] for above, below in combinations(hosts, 2) if below)
    if is_late or is_before_own or (len(known) == len(bases) and not has_order(known)):
        names_shown = [
            base.name if isinstance(base, Class) else base.path.rpartition(".")[2]
            for base in bases
            if isinstance(base, (Class, Ext, Native))
        ]
        shown = ", ".join(names_shown)
        text = f"{no_order(m.python_numbers)} {shown}"
        raise m.refusal("TypeError", text, place)
    refuse_metaclass(m, bases, meta, place)
    refuse_slots(m, bases, names, place)


def refuse_metaclass(m: Core, bases: Sequence[Value], meta: Value, place: Place) -> None:
    """Raise what Python raises, before the body of a class runs, for metaclasses that do not fit."""
    if _metaclasses_clash(m, bases, meta):
        text = "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the "
        raise m.refusal("TypeError", f"{text}metaclasses of all its bases", place)


def _host_class(base: Value) -> type | None:
    """Return the class of Python's own that a base is, or stands for as those of ``typing`` do."""
    if isinstance(base, Class):
        is_standard = base.module == "builtins" or _is_standard(base)
        path = f"{base.module}.{base.name}" if is_standard else ""
    else:
        path = base.path if isinstance(base, (Ext, Native)) else ""
    found = host_object(path) if path else MISSING
    found = getattr(found, "__origin__", found)
    return found if isinstance(found, type) else None


def _takes_nothing(cls: Class) -> bool:
    """Return whether making an object of a class takes no arguments."""
    made_by = (cls.lookup("__init__"), cls.lookup("__new__"), cls.lookup("__class__"))
    return is_plain_class(cls) and all(held is MISSING for held in made_by)


def _is_final(path: str) -> bool:
    """Return whether a path stands for a class of Python's own below which there can be none."""
    found = host_object(path) if path.startswith(("builtins.", "types.")) else None
    return isinstance(found, type) and not found.__flags__ & _MAY_BE_BASE


def _some_function() -> None:
    """Stand for any function."""


def _said_of_base(base: Value, name: str) -> str:
    """Return what Python says where it takes the kind of an object in place of a base for a metaclass."""
    likeness: Any = base if is_constant(base) else () if isinstance(base, tuple) else None
    for kind, python in ((Function, _some_function), (SetValue, set()), (ListValue, []), (DictValue, {})):
        likeness = python if likeness is None and isinstance(base, kind) else likeness
    if isinstance(base, (Module, Ext)):
        likeness = builtins
    try:
        type(likeness)(name, (likeness,), {})
    except TypeError as error:
        return str(error)
    return f"a class cannot be made of '{kind_name(base)}' objects"


def refuse_keywords(m: Core, made: Class, keywords: Mapping[str, Value], place: Place) -> None:
    """Raise what ``object.__init_subclass__`` raises for keywords that no class takes."""
    if keywords and "**" not in keywords and is_seen_class(made):
        text = f"{made.name}.__init_subclass__() takes no keyword arguments"
        raise m.refusal("TypeError", text, place)


_LAYOUTS = ("int", "str", "float", "bytes", "list", "tuple", "set", "frozenset", "dict")


def _layouts(bases: Sequence[Value]) -> set[str]:
    """Return the built-in types whose content objects of the bases hold."""
    # A class of the library may be modelled as one of another built-in type than its own.
    held = [base.mro for base in bases if isinstance(base, Class) and all(map(_is_told, base.mro))]
    return {cls.name for mro in held for cls in mro if cls.module == "builtins" and cls.name in _LAYOUTS}


def _is_function(path: str) -> bool:
    # Those of ``typing`` stand for classes among bases.
    is_of_typing = path.partition(".")[0] in ("typing", "typing_extensions")
    return not is_of_typing and describes_standard(path, "function")


def _has_seen_order(cls: Class) -> bool:
    """Return whether all that a class inherits from is seen: of the project, or Python's own."""
    return not cls.is_open and all(map(_is_told, cls.mro))


def _is_error(cls: Value) -> bool:
    return isinstance(cls, Class) and any(base.name in EXCEPTIONS and not base.line for base in cls.mro)


def _is_told(cls: Class) -> bool:
    return cls.module == "builtins" or is_plain_class(cls) or (bool(cls.line) and not _is_standard(cls))


def _is_standard(cls: Class) -> bool:
    return cls.module.partition(".")[0] in sys.stdlib_module_names


def _is_enum(base: Value) -> bool:
    return isinstance(base, Class) and any((cls.module, cls.name) == ("enum", "Enum") for cls in base.mro)


def _metaclasses_clash(m: Core, bases: Sequence[Value], meta: Value) -> bool:
    metas = [base.lookup("__class__") for base in bases if isinstance(base, Class)]
    abstract = m.models.get("abc.ABCMeta")
    if any(isinstance(base, Class) and any(b.module == "abc" for b in base.mro) for base in bases):
        metas.append(abstract)
    metas = [found for found in (*metas, meta) if found is not MISSING and found is not None]
    above = [base.lookup(METACLASS_BELOW) for base in bases if isinstance(base, Class)]
    for path in (path for path in above if path is not MISSING):
        allowed = m.models[path]  # what a metaclass is above that is not seen
        if any(isinstance(one, Class) and not one.is_open and not allowed.is_subclass(one) for one in metas):
            return True
    known = [found for found in metas if isinstance(found, Class) and not found.is_open]
    if len(known) < len(metas):
        return False
    if any(map(_is_enum, bases)):  # whose metaclass is above none of these
        return any(one is not m.models["builtins.type"] for one in known)
    return bool(known) and not any(all(one.is_subclass(other) for other in known) for one in known)
