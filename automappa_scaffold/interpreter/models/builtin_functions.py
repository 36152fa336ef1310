"""Built-in functions that look at objects, or run code; and the other built-in names."""

from collections.abc import Container, Mapping
from functools import partial
from typing import Any

from automappa_scaffold.interpreter.asked_attributes import ask_attribute
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.marks import NOT_OF_CLASSES, OPEN
from automappa_scaffold.interpreter.missing_methods import lacks
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, Run, native_class
from automappa_scaffold.interpreter.objects import (
    Bound,
    Class,
    Function,
    Instance,
    Module,
    Native,
    Partial,
    Super,
    Wrapper,
)
from automappa_scaffold.interpreter.python_kinds import (
    ROUTINES,
    host_object,
    kind_of,
)
from automappa_scaffold.interpreter.refusals import is_no_text, is_seen_class, is_solid
from automappa_scaffold.interpreter.values import (
    MISSING,
    Ext,
    Maybe,
    Namespace,
    Union,
    Unknown,
    Value,
    is_constant,
    is_perhaps_bound,
)
from automappa_scaffold.source.places import Place

__all__ = ["BUILTIN_FUNCTIONS"]

BUILTIN_FUNCTIONS = Models()


@BUILTIN_FUNCTIONS.function("builtins.super")
def _super(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return ``super(Class, receiver)``; the form without arguments looks at its caller."""
    if kwargs and "**" not in kwargs:
        raise m.refusal("TypeError", "super() takes no keyword arguments", place)
    if len(args) > 2:
        raise m.refusal("TypeError", f"super() expected at most 2 arguments, got {len(args)}", place)
    cls = m.decide(args[0]) if args else None
    if args and not isinstance(cls, Class) and (is_solid(cls) or lacks(cls, "__call__")):
        raise m.refusal("TypeError", f"super() argument 1 must be a type, not {kind_name(cls)}", place)
    if not isinstance(cls, Class):
        return m.unknown("super() of something unknown", place)
    receiver = m.decide(args[1]) if len(args) == 2 else MISSING
    of_other = (
        isinstance(receiver, Instance) and not receiver.cls.is_subclass(cls) and is_seen_class(receiver.cls)
    )
    if of_other or is_constant(receiver):
        text = "super(type, obj): obj must be an instance or subtype of type"
        raise m.refusal("TypeError", text, place)
    return Super(cls, receiver)


@BUILTIN_FUNCTIONS.function("builtins.callable")
def _callable(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    value = m.decide(args[0])
    if isinstance(value, (Function, Native, Bound, Class, Partial)):
        return True
    if isinstance(value, Wrapper):
        return value.kind == "staticmethod"
    if isinstance(value, Instance):
        if value.cls.lookup("__call__") is not MISSING:
            return True
        return False if lacks(value, "__call__") else m.undecided(value, place)
    if isinstance(value, Ext) and (kind := kind_of(m, value)) is not None:
        return kind in ROUTINES or kind == "class" or (kind == "object" and callable(host_object(value.path)))
    return m.undecided(value, place) if isinstance(value, (Unknown, Ext, Union)) else False


@BUILTIN_FUNCTIONS.function("builtins.vars")
def _vars(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    found = m.find_attribute(args[0], "__dict__", place)
    if found is MISSING:
        raise m.refusal("TypeError", "vars() argument must have __dict__ attribute", place)
    return found


def _names_in(*held: Mapping[Any, Value], besides: Container[str] = ()) -> list[Value]:
    """Return what mappings hold names for, in order; those that are perhaps bound may be there."""
    perhaps = {key: value.scope for one in held for key, value in one.items() if is_perhaps_bound(value)}
    certain = {key for one in held for key, value in one.items() if not is_perhaps_bound(value)}
    names = [key for key in {*perhaps, *certain} if isinstance(key, str)]
    shown = sorted(name for name in names if name in besides or name not in {*NOT_OF_CLASSES, OPEN})
    return [name if name in certain else Maybe(name, perhaps[name]) for name in shown]


@BUILTIN_FUNCTIONS.function("builtins.dir")
def _dir(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.watch.doubts += 1
    value = m.decide(args[0]) if args else None
    others = m.unknown("names from outside the project", place)
    if isinstance(value, Module):
        if (hook := value.ns.get("__dir__")) is not None:
            return m.new_list(*_sorted_names(m, m.call(hook, (), {}, place), place))
        return m.new_list(_names_in(value.ns), others if value.is_open else None)
    cls = value.cls if isinstance(value, Instance) else value
    if isinstance(cls, Class):
        if isinstance(value, Instance) and cls.lookup("__dir__") is not MISSING:
            return m.new_list(
                *_sorted_names(m, m.call(m.special_method(value, "__dir__", place), (), {}, place), place)
            )
        names = {*dir(object), "__dict__", "__weakref__"}
        if m.python_numbers >= (3, 13):
            names |= {"__static_attributes__", "__firstlineno__"}
        own = [value.ns] if isinstance(value, Instance) else []
        shown = _names_in(dict.fromkeys(names), *own, *(base.ns for base in cls.mro), besides=names)
        is_open = cls.is_open or cls.is_partial or cls.has_content or OPEN in getattr(value, "ns", ())
        return m.new_list(shown, others if is_open else None)
    return m.undecided(value, place)


def _sorted_names(m: Imports, names: Value, place: Place) -> tuple[list[Value], Unknown | None]:
    items, unknown = m.iterate(names, place)
    if all(isinstance(item, str) for item in items):
        return sorted(items), unknown
    return [], m.undecided(names, place)


@BUILTIN_FUNCTIONS.function("builtins.print")
def _print(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    for key in ("sep", "end"):
        if is_no_text(given := m.decide(kwargs.get(key))) and given is not None:
            raise m.refusal("TypeError", f"{key} must be None or a string, not {kind_name(given)}", place)
    file = m.decide(kwargs.get("file"))
    if file is None:
        file = m.decide(m.patched.get("sys.stdout"))
    if isinstance(file, Instance):
        texts = [m.call(m.models["builtins.str"], (argument,), {}, place) for argument in args]
        sep, end = m.decide(kwargs.get("sep")), m.decide(kwargs.get("end"))
        known = all(isinstance(text, str) for text in texts)
        text = (sep if isinstance(sep, str) else " ").join(map(str, texts))
        text += end if isinstance(end, str) else "\n"
        written = text if known else m.unknown("what is printed here", place)
        m.call(m.get_attribute(file, "write", place), (written,), {}, place)
    return None


def _ask_names(m: Imports, wrapped: Instance, place: Place) -> None:
    """Ask an object for what a method of a class takes over from what it wraps."""
    for name in ("__module__", "__name__", "__qualname__", "__doc__"):
        ask_attribute(m, wrapped, name, place)


def _wrapper(kind: str) -> Run:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        given = {**dict(zip(("fget", "fset", "fdel", "doc"), args, strict=False)), **kwargs}
        if kind != "property" and isinstance(args[0] if args else None, Instance):
            _ask_names(m, args[0], place)
        return Wrapper(kind, given.get("fget"), given.get("fset"), given.get("fdel"), given.get("doc"))

    return run


for _name in ("property", "classmethod", "staticmethod"):
    BUILTIN_FUNCTIONS[f"builtins.{_name}"] = Native(_name, _wrapper(_name))


@BUILTIN_FUNCTIONS.function("builtins.slice")
def _slice(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    parts = [m.decide(argument) for argument in args]
    if kwargs and "**" not in kwargs:
        raise m.refusal("TypeError", "slice() takes no keyword arguments", place)
    if not kwargs and all(map(is_constant, parts)):
        return m.compute(lambda: slice(*parts), place)
    return m.of_kind(m.unknown("a slice that is not constant", place), "builtins.slice")


def _asynchronous(method: str, m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for ``aiter`` and ``anext``, whose result nobody waits for at import."""
    given = m.decide(args[0])
    if lacks(given, method):
        kind = "iterable" if method == "__aiter__" else "iterator"
        raise m.refusal("TypeError", f"'{kind_name(given)}' object is not an async {kind}", place)
    return m.call_foreign(Ext(f"builtins.{method.strip('_')}"), args, kwargs, place)


def _print_all(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for calling what ``site`` adds for those who sit at the terminal."""
    if args[1:] or kwargs:
        text = f"_Printer.__call__() takes 1 positional argument but {len(args)} were given"
        raise m.refusal("TypeError", text, place)
    return None


for _name in (
    "id",
    "help",
    "globals",
    "locals",
    "NotImplemented",
):
    BUILTIN_FUNCTIONS[f"builtins.{_name}"] = Ext(f"builtins.{_name}")


for _name, _method in (("aiter", "__aiter__"), ("anext", "__anext__")):
    BUILTIN_FUNCTIONS[f"builtins.{_name}"] = Native(_name, partial(_asynchronous, _method))
_PRINTER = native_class("_Printer", module="_sitebuiltins", is_whole=True)
_PRINTER.ns["__init__"] = Native("__init__", lambda m, args, kwargs, place: None, binds=True)
_PRINTER.ns["__call__"] = Native("__call__", _print_all, binds=True)
for _name in ("copyright", "credits", "license"):
    BUILTIN_FUNCTIONS[f"builtins.{_name}"] = Instance(_PRINTER, Namespace(0))


def _buffer(python: type) -> Run:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        if not kwargs:
            m.refuse_as_python(python, args, place)
        return m.call_foreign(Ext(f"builtins.{python.__name__}"), args, kwargs, place)

    return run


for _type in (memoryview, bytearray):
    BUILTIN_FUNCTIONS[f"builtins.{_type.__name__}"] = Native(_type.__name__, _buffer(_type))


@BUILTIN_FUNCTIONS.function("builtins.hash")
def _hash(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    value = m.decide(args[0])
    m.refuse_unhashable(value, place)
    stand_in = m.hash_of(value, place)
    if stand_in is MISSING:
        return m.call_foreign(Ext("builtins.hash"), args, kwargs, place)
    return m.as_hash(stand_in, place)


@BUILTIN_FUNCTIONS.function("builtins.input")
def _input(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.assumptions["nobody answers the worker: its standard input is empty"] = None
    raise m.raise_("EOFError", "EOF when reading a line", place)


BUILTIN_FUNCTIONS["builtins.Ellipsis"] = ...
BUILTIN_FUNCTIONS["builtins.__debug__"] = True
for _name in ("exit", "quit"):
    BUILTIN_FUNCTIONS[f"builtins.{_name}"] = Native(
        _name, lambda m, args, kwargs, place: m.call(m.models["sys.exit"], args, kwargs, place)
    )
