"""Python's built-in types, as abstract values."""

import builtins
from typing import Any

from automappa_scaffold.interpreter.element_counts import measured
from automappa_scaffold.interpreter.formatting import show_by_parts, text_of, text_of_class
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.marks import KIND
from automappa_scaffold.interpreter.missing_methods import lacks
from automappa_scaffold.interpreter.models.asked_objects import told_by_object
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, Run, native_class
from automappa_scaffold.interpreter.objects import (
    Class,
    Function,
    Instance,
    Native,
    content_of,
)
from automappa_scaffold.interpreter.raising import EXCEPTIONS
from automappa_scaffold.interpreter.refusals import is_object
from automappa_scaffold.interpreter.special_values import OpenTuple
from automappa_scaffold.interpreter.stand_ins import is_shown_by_parts
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    ListValue,
    Union,
    Unknown,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = [
    "BOOL",
    "BUILTIN_TYPES",
    "BYTES",
    "DICT",
    "FLOAT",
    "FROZENSET",
    "INT",
    "LIST",
    "OBJECT",
    "SET",
    "STR",
    "TUPLE",
]

BUILTIN_TYPES = Models({f"builtins.{name}": cls for name, cls in EXCEPTIONS.items()})


def _type(name: str, new: Run | None, *bases: Class) -> Class:
    cls = native_class(name, new, bases=bases)
    BUILTIN_TYPES[f"builtins.{name}"] = cls
    return cls


def _plain(name: str) -> Run:
    """Return a constructor that computes with Python's own type when all arguments are constants."""
    python: Any = getattr(builtins, name)

    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        if name == "float" and _has_own(args[0], "__init__"):
            kwargs = {}  # they are for that alone
        if name == "str" and len(args) == 2 and args[0] is STR and is_shown_by_parts(args[1]):
            return show_by_parts(m, args[1], str, place)
        if name == "str" and len(args) == 2 and isinstance(args[1], (Instance, Class)):
            return _shown(m, args[0], args[1], place)
        if len(args) > 1 and isinstance(args[1], Instance):
            told = told_by_object(m, name, args[1:], kwargs, place)
            if told is not MISSING:
                return _subclassed(m, args[0], BUILTIN_TYPES[f"builtins.{name}"], told) or told
        if len(args) == 2 and args[0] is BUILTIN_TYPES[f"builtins.{name}"] and not kwargs:
            made = _made_of_each(m, python, m.decide(args[1]))
            if made is not MISSING:
                return made
        plain = [m.to_python(m.decide(a), place) for a in args[1:]]
        named = {key: m.to_python(m.decide(value), place) for key, value in kwargs.items()}
        if name != "bool" and not kwargs and any(value is MISSING for value in plain):
            m.refuse_as_python(python, args[1:], place)
        if MISSING in plain or MISSING in named.values() or "**" in named:
            if name in ("int", "float", "complex") and len(args) == 2 and _is_no_number(args[1]):
                text = f"{name}() argument must be a string or a number, not '{kind_name(args[1])}'"
                raise m.refusal("TypeError", text, place)
            if name == "bool" and len(args) > 1:
                truth = m.truth(args[1])
                return m.of_kind(m.undecided(args[1], place), "builtins.bool") if truth is None else truth
            made = m.undecided(args[1] if len(args) > 1 else None, place)
            return (
                m.of_kind(made, f"builtins.{name}") if args[0] is BUILTIN_TYPES[f"builtins.{name}"] else made
            )
        if name == "bytes" and plain and isinstance(plain[0], int) and plain[0] > 1_000_000:
            return m.unknown("a very long constant", place)
        made = m.compute(lambda: python(*plain, **named), place)
        return _subclassed(m, args[0], BUILTIN_TYPES[f"builtins.{name}"], made) or made

    return run


def _made_of_each(m: Imports, python: Any, value: Value) -> Value:
    """Return what is made of one of some constants, or MISSING where that is not so or one is refused."""
    if not isinstance(value, Union) or not all(map(is_constant, value.options)):
        return MISSING
    try:
        return m.join([python(option) for option in value.options], value.scope)
    except (TypeError, ValueError, OverflowError):
        return MISSING


def _shown(m: Imports, cls: Value, value: Instance | Class, place: Place) -> Value:
    """Return ``str(value)``, made by a class."""
    shown = text_of(m, value, place) if isinstance(value, Instance) else text_of_class(m, value, "s", place)
    if isinstance(shown, Unknown):
        return m.of_kind(shown, "builtins.str") if cls is STR else shown
    return _subclassed(m, cls, STR, shown) or shown


def _is_no_number(value: Value) -> bool:
    names = ("__int__", "__float__", "__index__", "__trunc__", "__complex__")
    if isinstance(value, Unknown):
        return KIND in value.ns and all(lacks(value, method) for method in (*names[:3], "__len__"))
    if isinstance(value, Instance):
        return all(lacks(value, name) for name in names)
    return isinstance(value, Native) or is_object(value)


def _subclassed(m: Imports, cls: Value, builtin: Class, content: Value) -> Instance | None:
    """Return an object of a subclass of a built-in type, which holds what is given."""
    if cls is builtin or not isinstance(cls, Class):
        return None
    return Instance(cls, m.namespace(), content)


def _has_own(cls: Value, method: str) -> bool:
    """Return whether a class below a built-in one has a method itself."""
    return isinstance(cls, Class) and isinstance(cls.lookup(method), Function)


def _refuse_keywords(m: Imports, cls: Value, method: str, name: str, kwargs: Kwargs, place: Place) -> None:
    """Raise what a built-in type raises for keywords, which a method of a class below it may take."""
    is_exact = isinstance(cls, Class) and not cls.line  # older Pythons refuse them of these alone
    is_refused = is_exact or m.python_numbers >= (3, 11)
    if kwargs and "**" not in kwargs and is_refused and not _has_own(cls, method):
        raise m.refusal("TypeError", f"{name}() takes no keyword arguments", place)


def _make_list(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    made = _subclassed(m, args[0], LIST, m.new_list(()))
    if made is not None or len(args) < 2:
        return made or m.new_list(())
    seen = m.unordered_seen
    items, unknown = m.iterate(measured(m, args[1], place), place)
    return m.new_list(items, unknown) if m.unordered_seen == seen else m.new_shuffled(items, unknown)


def _make_tuple(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    _refuse_keywords(m, args[0], "__init__", "tuple", kwargs, place)
    given = measured(m, args[1], place) if len(args) > 1 else ()
    items, unknown = m.iterate_in_order(given, place)
    content = OpenTuple(m.new_list(items, unknown).slots) if unknown else items
    return _subclassed(m, args[0], TUPLE, content) or content


def _make_set(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = "frozenset" if args[0] is not SET and FROZENSET in args[0].mro else "set"
    _refuse_keywords(m, args[0], "__init__", name, kwargs, place)
    made = m.new_set((), is_frozen=args[0] is not SET and FROZENSET in args[0].mro)
    if len(args) > 1:
        seen, turned_at = m.unordered_seen, m.turned_at
        items, unknown = m.iterate(args[1], place)
        m.unordered_seen = seen
        if isinstance(m.decide(args[1]), ListValue):
            m.turned_at = turned_at
        m.extend(made, items, unknown)
    return made if args[0] in (SET, FROZENSET) else _subclassed(m, args[0], SET, made) or made


def _make_dict(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    sub = _subclassed(m, args[0], DICT, m.new_dict())
    if sub:
        return sub
    m.require_fit("builtins.dict", "", args[1:], kwargs, place)
    made = m.new_dict()
    for argument in args[1:]:
        if is_constant(given := m.decide(argument)):
            m.compute(lambda: dict(given), place)
        m.merge(made, argument, place)
    for key, value in kwargs.items():
        if key == "**":
            m.store(made.meta, "unknown", value)
        else:
            m.store(made.items, key, value)
    return made


OBJECT = _type("object", None)
STR = _type("str", _plain("str"))
INT = _type("int", _plain("int"))
FLOAT = _type("float", _plain("float"))
BOOL = _type("bool", _plain("bool"), INT)
BYTES = _type("bytes", _plain("bytes"))
COMPLEX = _type("complex", _plain("complex"))
LIST = _type("list", _make_list)
TUPLE = _type("tuple", _make_tuple)
SET = _type("set", _make_set)
FROZENSET = _type("frozenset", _make_set)
DICT = _type("dict", _make_dict)

for _class in (STR, INT, FLOAT, COMPLEX, BOOL, BYTES, LIST, TUPLE, SET, FROZENSET, DICT):
    _class.has_content = True


def _fill(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Run ``__init__`` of an object of a subclass of ``dict`` or ``list``."""
    content = content_of(args[0])
    if isinstance(content, DictValue):
        m.require_fit("builtins.dict", "", args[1:], kwargs, place)
        for argument in args[1:]:
            m.merge(content, argument, place)
        for key, value in kwargs.items():
            if key == "**":
                m.store(content.meta, "unknown", value)
            else:
                m.store(content.items, key, value)
    elif isinstance(content, ListValue) and kwargs:
        _refuse_keywords(m, args[0].cls, "__new__", "list", kwargs, place)
    if isinstance(content, ListValue) and len(args) > 1:
        m.store(content.slots, "items", ())
        seen = m.unordered_seen
        m.extend(content, *m.iterate(args[1], place))
        m.store(content.slots, "shuffled", m.unordered_seen != seen)
    return None


for _class in (LIST, DICT):
    _class.ns["__init__"] = Native("__init__", _fill, binds=True)
