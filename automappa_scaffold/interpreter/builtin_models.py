"""Python's built-in functions and types, as abstract values."""

from collections.abc import Callable
from typing import Any

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.raising import EXCEPTIONS
from automappa_scaffold.interpreter.values import (
    MISSING,
    Bound,
    Class,
    DictValue,
    Ext,
    Function,
    Generator,
    Instance,
    ListValue,
    Maybe,
    Module,
    Namespace,
    Native,
    Partial,
    SetValue,
    Union,
    Unknown,
    Value,
    Wrapper,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = ["BUILTINS", "native_class"]

Args = tuple[Value, ...]
Kwargs = dict[str, Value]
_Run = Callable[[Imports, Args, Kwargs, Place], Value]

BUILTINS: dict[str, Value] = {f"builtins.{name}": cls for name, cls in EXCEPTIONS.items()}


def native_class(
    name: str, new: _Run | None = None, *, module: str = "builtins", bases: tuple[Class, ...] = ()
) -> Class:
    """Return a class whose objects a native function makes."""
    names = Namespace(0)
    if new is not None:
        names["__new__"] = Native("__new__", new)
    return Class(name, bases, names, module=module)


def _builtin(name: str) -> Callable[[_Run], _Run]:
    def register(run: _Run) -> _Run:
        BUILTINS[f"builtins.{name}"] = Native(name, run)
        return run

    return register


def _type(name: str, *bases: Class) -> Callable[[_Run], Class]:
    def register(run: _Run) -> Class:
        cls = native_class(name, run, bases=bases)
        BUILTINS[f"builtins.{name}"] = cls
        return cls

    return register


OBJECT = native_class("object")
BUILTINS["builtins.object"] = OBJECT


def _plain(name: str) -> Callable[[Imports, Args, Kwargs, Place], Value]:
    """Return a constructor that computes with Python's own type when all arguments are constants."""
    python: Any = __builtins__[name] if isinstance(__builtins__, dict) else getattr(__builtins__, name)

    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        plain = [m.to_python(m.decide(a), place) for a in args[1:]]
        if any(value is MISSING for value in plain) or kwargs:
            if name == "str" and len(args) > 1 and isinstance(args[1], Instance):
                return m.text_of(args[1], place)
            if name == "bool" and len(args) > 1:
                truth = m.truth(args[1])
                return m._undecided(args[1], place) if truth is None else truth
            return m._undecided(args[1] if len(args) > 1 else None, place)
        return m._python(lambda: python(*plain), place)

    return run


STR = _type("str")(_plain("str"))
INT = _type("int")(_plain("int"))
FLOAT = _type("float")(_plain("float"))
BOOL = _type("bool", INT)(_plain("bool"))
BYTES = _type("bytes")(_plain("bytes"))
_type("complex")(_plain("complex"))


def _subclassed(m: Imports, cls: Value, builtin: Class) -> Instance | None:
    """Return an object of a project's subclass of a built-in container, whose content is not followed."""
    if cls is builtin or not isinstance(cls, Class):
        return None
    cls.is_open = True
    return Instance(cls, m.namespace())


@_type("list")
def LIST(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    made = _subclassed(m, args[0], LIST)
    return made or (m.new_list(*m.iterate(args[1], place)) if len(args) > 1 else m.new_list(()))


@_type("tuple")
def TUPLE(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    made = _subclassed(m, args[0], TUPLE)
    if made or len(args) < 2:
        return made or ()
    items, unknown = m.iterate(args[1], place)
    return m.new_list(items, unknown) if unknown else items


def _make_set(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    made = m.new_set(())
    if len(args) > 1:
        items, unknown = m.iterate(args[1], place)
        m.extend(made, items, unknown)
    return made


SET = _type("set")(_make_set)
FROZENSET = _type("frozenset")(_make_set)


@_type("dict")
def DICT(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    sub = _subclassed(m, args[0], DICT)
    if sub:
        return sub
    made = m.new_dict()
    for argument in args[1:]:
        m.merge(made, argument, place)
    for key, value in kwargs.items():
        if key == "**":
            m.store(made.meta, "unknown", value)
        else:
            m.store(made.items, key, value)
    return made


@_type("type")
def TYPE(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if len(args) == 2:
        return class_of(m, args[1], place)
    if len(args) == 4 and isinstance(args[1], str) and isinstance(args[3], DictValue):
        names = m.namespace(**{k: v for k, v in args[3].items.items() if isinstance(k, str)})
        names.setdefault("__module__", m.importing[-1].name if m.importing else "")
        made = m.finish_class(args[1], tuple(args[2]), names, kwargs, place)
        if args[0] is not TYPE and isinstance(args[0], Class):
            m.store(made.ns, "__class__", args[0])
        return made
    return m.unknown("a class made by type()", place)


TYPE.ns["__init__"] = Native("__init__", lambda m, args, kwargs, place: None)
TYPE.ns["__call__"] = Native(
    "__call__", lambda m, args, kwargs, place: m.make_instance(args[0], args[1:], kwargs, place), binds=True
)

_CLASSES: tuple[tuple[type, Class], ...] = (
    (bool, BOOL),
    (str, STR),
    (int, INT),
    (float, FLOAT),
    (bytes, BYTES),
    (tuple, TUPLE),
    (SetValue, SET),
    (ListValue, LIST),
    (DictValue, DICT),
)


def class_of(m: Imports, value: Value, place: Place) -> Value:
    """Return ``type(value)``."""
    value = m.decide(value)
    if isinstance(value, Instance):
        return value.cls
    if isinstance(value, Class):
        return value.lookup("__class__") if value.lookup("__class__") is not MISSING else TYPE
    for python, cls in _CLASSES:
        if isinstance(value, python):
            return cls
    if isinstance(value, (Function, Module)):
        return Ext("types.FunctionType" if isinstance(value, Function) else "types.ModuleType")
    return m._undecided(value, place)


def is_instance(m: Imports, value: Value, kind: Value, place: Place) -> bool | None:
    """Return whether a value is of a class, or None where that is not decided."""
    if isinstance(kind, tuple):
        answers = [is_instance(m, value, part, place) for part in kind]
        return True if True in answers else None if None in answers else False
    if kind is OBJECT:
        return True
    cls = class_of(m, value, place)
    if isinstance(cls, Class) and isinstance(kind, Class):
        return True if cls.is_subclass(kind) else (None if cls.is_open else False)
    if isinstance(value, (Function, Module)) and isinstance(kind, (Class, Ext)):
        return isinstance(cls, Ext) and isinstance(kind, Ext) and cls.path == kind.path
    if is_constant(value) and isinstance(kind, Class):
        return False
    return None


@_builtin("isinstance")
def _isinstance(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    answer = is_instance(m, args[0], args[1], place)
    return m._undecided(args[0], place) if answer is None else answer


@_builtin("issubclass")
def _issubclass(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    kinds = args[1] if isinstance(args[1], tuple) else (args[1],)
    if isinstance(args[0], Class) and all(isinstance(kind, Class) for kind in kinds):
        if any(args[0].is_subclass(kind) for kind in kinds):
            return True
        if not args[0].is_open:
            return False
    return m._undecided(args[0], place)


@_builtin("callable")
def _callable(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    value = m.decide(args[0])
    if isinstance(value, (Function, Native, Bound, Class, Partial)):
        return True
    if isinstance(value, Instance):
        found = value.cls.lookup("__call__") is not MISSING
        return True if found or not value.cls.is_open else m._undecided(value, place)
    return m._undecided(value, place) if isinstance(value, (Unknown, Ext, Union)) else False


@_builtin("getattr")
def _getattr(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[1])
    if not isinstance(name, str):
        m.note("an attribute whose name is computed", place) if isinstance(args[0], Instance) else None
        return m._undecided(name, place)
    try:
        found = m.find_attribute(args[0], name, place)
    except Exception as raised:
        if len(args) > 2 and getattr(raised, "type_name", "") == "AttributeError":
            return args[2]
        raise
    if found is not MISSING:
        return found
    return args[2] if len(args) > 2 else m.get_attribute(args[0], name, place)


@_builtin("hasattr")
def _hasattr(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[1])
    if not isinstance(name, str):
        return m._undecided(name, place)
    found = m.find_attribute(args[0], name, place)
    if isinstance(args[0], (Ext, Unknown)):
        return m._undecided(args[0], place)
    return m._undecided(found, place) if isinstance(found, Unknown) else found is not MISSING


@_builtin("setattr")
def _setattr(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[1])
    if isinstance(name, str):
        m.set_attribute(args[0], name, args[2], place)
    return None


@_builtin("delattr")
def _delattr(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[1])
    if isinstance(name, str) and isinstance(args[0], (Module, Instance, Class, Function)):
        m.store(args[0].ns, name, MISSING)
    return None


@_builtin("vars")
def _vars(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.get_attribute(args[0], "__dict__", place)


@_builtin("dir")
def _dir(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if args and isinstance(args[0], Module):
        return m.new_list(sorted(key for key in args[0].ns if isinstance(key, str)))
    if args and isinstance(args[0], Class) and not args[0].is_open:
        return m.new_list(sorted({key for cls in args[0].mro for key in cls.ns if isinstance(key, str)}))
    return m._undecided(args[0] if args else None, place)


@_builtin("len")
def _len(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    value = m.decide(args[0])
    if isinstance(value, Instance):
        return m.call(m.get_attribute(value, "__len__", place), (), {}, place)
    if isinstance(value, (Unknown, Ext, Union)):
        return m._undecided(value, place)
    items, unknown = m.iterate(value, place)
    if unknown or any(isinstance(item, Maybe) for item in items):
        return m.unknown("the length of a list that is not decided", place)
    return len(items)


@_builtin("range")
def _range(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    numbers = [m.decide(argument) for argument in args]
    if all(isinstance(number, int) for number in numbers):
        made = m._python(lambda: range(*numbers), place)
        if len(made) <= 100_000:
            return tuple(made)
    return m.unknown("a range that is not constant", place)


def _per_element(pick: Callable[[Imports, tuple[Value, ...], Kwargs], list[Value]]) -> _Run:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        items, unknown = m.iterate(args[0], place)
        return m.new_list(pick(m, items, kwargs), unknown)

    return run


def _enumerate(m: Imports, items: tuple[Value, ...], kwargs: Kwargs) -> list[Value]:
    start = kwargs.get("start", 0)
    return [(index, item) for index, item in enumerate(items, start if isinstance(start, int) else 0)]


def _sorted(m: Imports, items: tuple[Value, ...], kwargs: Kwargs) -> list[Value]:
    if all(isinstance(item, str) for item in items) and "key" not in kwargs:
        return sorted(items, reverse=kwargs.get("reverse") is True)
    return list(items)


BUILTINS["builtins.enumerate"] = Native("enumerate", _per_element(_enumerate))
BUILTINS["builtins.sorted"] = Native("sorted", _per_element(_sorted))
BUILTINS["builtins.reversed"] = Native("reversed", _per_element(lambda m, items, kwargs: [*reversed(items)]))
BUILTINS["builtins.iter"] = Native("iter", _per_element(lambda m, items, kwargs: [*items]))


@_builtin("zip")
def _zip(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    columns = [m.iterate(argument, place) for argument in args]
    unknown = next((u for _, u in columns if u), None)
    return m.new_list(list(zip(*[items for items, _ in columns], strict=False)), unknown)


@_builtin("map")
def _map(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    columns = [m.iterate(argument, place)[0] for argument in args[1:]]
    unknown = next((u for u in (m.iterate(a, place)[1] for a in args[1:]) if u), None)
    return m.new_list([m.call(args[0], row, {}, place) for row in zip(*columns, strict=False)], unknown)


@_builtin("filter")
def _filter(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    items, unknown = m.iterate(args[1], place)
    kept: list[Value] = []
    for item in items:
        value = item if args[0] is None else m.call(args[0], (item,), {}, place)
        truth = m.truth(value)
        if truth is None:
            unknown = unknown or m._undecided(value, place)
        elif truth:
            kept.append(item)
    return m.new_list(kept, unknown)


def _quantifier(decisive: bool) -> _Run:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        items, unknown = m.iterate(args[0], place)
        answers = [m.truth(item) for item in items]
        if decisive in answers:
            return decisive
        return (
            m.unknown("not all elements are decided", place) if unknown or None in answers else not decisive
        )

    return run


BUILTINS["builtins.any"] = Native("any", _quantifier(True))
BUILTINS["builtins.all"] = Native("all", _quantifier(False))


def _folded(name: str) -> None:
    python: Any = __builtins__[name] if isinstance(__builtins__, dict) else getattr(__builtins__, name)

    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        plain = [m.to_python(m.decide(argument), place) for argument in args]
        if kwargs or any(value is MISSING for value in plain):
            return m._undecided(next((a for a in args if isinstance(a, (Unknown, Ext))), None), place)
        return m.from_python(m._python(lambda: python(*plain), place))

    BUILTINS[f"builtins.{name}"] = Native(name, run)


for _name in (
    "min",
    "max",
    "sum",
    "abs",
    "round",
    "ord",
    "chr",
    "repr",
    "hex",
    "oct",
    "bin",
    "divmod",
    "format",
):
    _folded(_name)


@_builtin("next")
def _next(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if isinstance(args[0], Generator):
        items, unknown = m.iterate(args[0], place)
        if items and not isinstance(items[0], Maybe):
            return items[0]
        if not items and not unknown and len(args) > 1:
            return args[1]
    return m.unknown("next() of an iterator", place)


@_builtin("print")
def _print(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return None


def _dynamic(name: str) -> _Run:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        m.note(f"{name}() runs code that is not in the source as it stands", place)
        return m.unknown(f"{name}() of a text", place)

    return run


for _name in ("exec", "eval"):
    BUILTINS[f"builtins.{_name}"] = Native(_name, _dynamic(_name))


@_builtin("__import__")
def _import(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[0]) if args else None
    if isinstance(name, str) and len(args) < 5 and not kwargs.get("level"):
        found = m.import_module(
            name, (m.importing[-1] if m.importing else None, place, f"__import__({name!r})")
        )
        wanted = args[3] if len(args) > 3 else kwargs.get("fromlist")
        if wanted and m.truth(wanted):
            return found
        top = name.partition(".")[0]
        return m.modules.get(top) or m.external_module(top)
    m.note("which module is imported here is computed", place)
    return m.unknown("a module whose name is computed", place)


def _wrapper(kind: str) -> _Run:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        return Wrapper(kind, args[0] if args else kwargs.get("fget"))

    return run


for _name in ("property", "classmethod", "staticmethod"):
    BUILTINS[f"builtins.{_name}"] = Native(_name, _wrapper(_name))

for _name in (
    "id",
    "hash",
    "open",
    "input",
    "memoryview",
    "bytearray",
    "slice",
    "pow",
    "aiter",
    "anext",
    "help",
):
    BUILTINS.setdefault(f"builtins.{_name}", Ext(f"builtins.{_name}"))
BUILTINS["builtins.NotImplemented"] = Ext("builtins.NotImplemented")
BUILTINS["builtins.Ellipsis"] = ...
BUILTINS["builtins.__debug__"] = True
for _name in ("exit", "quit"):
    BUILTINS[f"builtins.{_name}"] = Native(
        _name, lambda m, args, kwargs, place: m.call(m.models["sys.exit"], args, kwargs, place)
    )
for _name in ("globals", "locals", "super"):
    BUILTINS[f"builtins.{_name}"] = Ext(f"builtins.{_name}")
