"""Python's built-in types, as abstract values."""

import builtins
import sys
from typing import Any

from automappa_scaffold.interpreter.formatting import show_by_parts, text_of
from automappa_scaffold.interpreter.generators import Generator
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, Run, native_class
from automappa_scaffold.interpreter.models.protocols import is_protocol, meets_protocol
from automappa_scaffold.interpreter.models.virtual_classes import counts_below, is_virtual
from automappa_scaffold.interpreter.objects import (
    Bound,
    Class,
    Function,
    Instance,
    Module,
    Native,
    Wrapper,
    content_of,
)
from automappa_scaffold.interpreter.python_kinds import ROUTINES, host_object, kind_of
from automappa_scaffold.interpreter.raising import EXCEPTIONS
from automappa_scaffold.interpreter.refusals import is_object, kind_name, lacks
from automappa_scaffold.interpreter.special_values import OpenTuple, ProxyValue, RangeValue, ViewValue
from automappa_scaffold.interpreter.stand_ins import is_shown_by_parts
from automappa_scaffold.interpreter.values import (
    ALSO,
    KIND,
    MISSING,
    OPEN,
    DictValue,
    Ext,
    ListValue,
    SetValue,
    Unknown,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = [
    "BUILTIN_TYPES",
    "DICT",
    "INT",
    "OBJECT",
    "STR",
    "TUPLE",
    "TYPE",
    "class_of",
    "is_instance",
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
        if name == "str" and len(args) == 2 and args[0] is STR and is_shown_by_parts(args[1]):
            return show_by_parts(m, args[1], str, place)
        plain = [m.to_python(m.decide(a), place) for a in args[1:]]
        named = {key: m.to_python(m.decide(value), place) for key, value in kwargs.items()}
        if name != "bool" and not kwargs and any(value is MISSING for value in plain):
            m.refuse_as_python(python, args[1:], place)
        if MISSING in plain or MISSING in named.values() or "**" in named:
            if name == "str" and len(args) > 1 and isinstance(args[1], Instance):
                return text_of(m, args[1], place)
            if name in ("int", "float", "complex") and len(args) == 2 and _is_no_number(args[1]):
                text = f"{name}() argument must be a string or a number, not '{kind_name(args[1])}'"
                raise m.refusal("TypeError", text, place)
            if name == "bool" and len(args) > 1:
                truth = m.truth(args[1])
                return m.undecided(args[1], place) if truth is None else truth
            made = m.undecided(args[1] if len(args) > 1 else None, place)
            return (
                m.of_kind(made, f"builtins.{name}") if args[0] is BUILTIN_TYPES[f"builtins.{name}"] else made
            )
        if name == "str" and plain and isinstance(view := m.decide(args[1]), ViewValue):
            return f"{view.kind}({plain[0]!r})"
        if name == "bytes" and plain and isinstance(plain[0], int) and plain[0] > 1_000_000:
            return m.unknown("a very long constant", place)
        made = m.compute(lambda: python(*plain, **named), place)
        return _subclassed(m, args[0], BUILTIN_TYPES[f"builtins.{name}"], made) or made

    return run


def _is_no_number(value: Value) -> bool:
    names = ("__int__", "__float__", "__index__", "__trunc__", "__complex__")
    if isinstance(value, Unknown):
        return KIND in value.ns and all(lacks(value, method) for method in (*names[:3], "__len__"))
    if isinstance(value, Instance):
        return is_object(value) and all(value.cls.lookup(name) is MISSING for name in names)
    return isinstance(value, Native) or is_object(value)


def _subclassed(m: Imports, cls: Value, builtin: Class, content: Value) -> Instance | None:
    """Return an object of a subclass of a built-in type, which holds what is given."""
    if cls is builtin or not isinstance(cls, Class):
        return None
    return Instance(cls, m.namespace(), content)


def _make_list(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    made = _subclassed(m, args[0], LIST, m.new_list(()))
    if made is not None or len(args) < 2:
        return made or m.new_list(())
    seen = m.unordered_seen
    items, unknown = m.iterate(args[1], place)
    return m.new_list(items, unknown) if m.unordered_seen == seen else m.new_shuffled(items, unknown)


def _make_tuple(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    items, unknown = m.iterate_in_order(args[1], place) if len(args) > 1 else ((), None)
    content = OpenTuple(m.new_list(items, unknown).slots) if unknown else items
    return _subclassed(m, args[0], TUPLE, content) or content


def _make_set(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    made = m.new_set((), is_frozen=args[0] is not SET and FROZENSET in args[0].mro)
    if len(args) > 1:
        seen = m.unordered_seen
        items, unknown = m.iterate(args[1], place)
        m.unordered_seen = seen
        m.extend(made, items, unknown)
    return made if args[0] in (SET, FROZENSET) else _subclassed(m, args[0], SET, made) or made


def _make_dict(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    sub = _subclassed(m, args[0], DICT, m.new_dict())
    if sub:
        return sub
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


def _make_type(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if len(args) == 2:
        return class_of(m, args[1], place)
    args = tuple(content_of(m.decide(argument)) for argument in args)
    if len(args) == 4 and isinstance(args[1], str) and isinstance(args[3], DictValue):
        names = m.namespace()
        names.update({k: v for k, v in args[3].items.items() if isinstance(k, str)})
        if args[3].unknown is not None:
            names[OPEN] = True
        names.setdefault("__module__", m.importing[-1].name if m.importing else "")
        bases, unknown = m.iterate(args[2], place)
        if unknown:
            return m.unknown("a class made by type()", place)
        if args[0] is TYPE:  # called as it is, not by a metaclass for its own class
            return m.build_class(args[1], bases, names, kwargs, place)
        return m.finish_class(args[1], bases, names, kwargs, place, args[0])
    return m.unknown("a class made by type()", place)


# Their models here inherit from ``list``, what they stand for does not.
_NO_LISTS = (("collections", "deque"), ("collections", "UserList"))
OBJECT = _type("object", None)
STR = _type("str", _plain("str"))
INT = _type("int", _plain("int"))
_FLOAT = _type("float", _plain("float"))
_BOOL = _type("bool", _plain("bool"), INT)
_BYTES = _type("bytes", _plain("bytes"))
_type("complex", _plain("complex"))
LIST = _type("list", _make_list)
TUPLE = _type("tuple", _make_tuple)
SET = _type("set", _make_set)
FROZENSET = _type("frozenset", _make_set)
DICT = _type("dict", _make_dict)
TYPE = _type("type", _make_type)

for _class in (STR, INT, _FLOAT, _BOOL, _BYTES, LIST, TUPLE, SET, FROZENSET, DICT):
    _class.has_content = True


def _fill(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Run ``__init__`` of an object of a subclass of ``dict`` or ``list``."""
    content = content_of(args[0])
    if isinstance(content, DictValue):
        for argument in args[1:]:
            m.merge(content, argument, place)
        for key, value in kwargs.items():
            if key == "**":
                m.store(content.meta, "unknown", value)
            else:
                m.store(content.items, key, value)
    elif isinstance(content, ListValue) and len(args) > 1:
        m.store(content.slots, "items", ())
        m.extend(content, *m.iterate(args[1], place))
    return None


for _class in (LIST, DICT):
    _class.ns["__init__"] = Native("__init__", _fill, binds=True)
TYPE.ns["__init__"] = Native("__init__", lambda m, args, kwargs, place: None)
TYPE.ns["__call__"] = Native(
    "__call__", lambda m, args, kwargs, place: m.make_instance(args[0], args[1:], kwargs, place), binds=True
)

_CLASSES: tuple[tuple[type, Class], ...] = (
    (bool, _BOOL),
    (str, STR),
    (int, INT),
    (float, _FLOAT),
    (bytes, _BYTES),
    (tuple, TUPLE),
    (SetValue, SET),
    (ListValue, LIST),
    (DictValue, DICT),
)
_CLASS_OF = {**dict(_CLASSES), OpenTuple: TUPLE}
_KINDS = frozenset(_CLASS_OF.values())


_TYPES_OF = {
    "types.BuiltinFunctionType": "builtin",
    "types.BuiltinMethodType": "builtin",
    "types.FunctionType": "function",
    "types.LambdaType": "function",
    "types.MethodType": "method",
    "types.ModuleType": "module",
}
_TYPE_OF_KIND = {
    "builtin": "types.BuiltinFunctionType",
    "function": "types.FunctionType",
    "method": "types.MethodType",
    "module": "types.ModuleType",
}
_WRAPPERS = ("staticmethod", "classmethod", "property")
_GENERATORS = ("types.GeneratorType", "collections.abc.Generator", "typing.Generator")
_CALLABLES = ("collections.abc.Callable", "typing.Callable")


def class_of(m: Imports, value: Value, place: Place) -> Value:
    """Return ``type(value)``."""
    value = m.decide(value)
    if isinstance(value, ProxyValue):
        return Ext("types.MappingProxyType")
    if isinstance(value, Ext) and type(host_object(value.path)) is type:
        return TYPE
    if isinstance(value, Instance):
        return value.cls
    exact = _CLASS_OF.get(value.__class__)
    if exact is not None:
        return FROZENSET if exact is SET and value.is_frozen else exact
    if isinstance(value, RangeValue):
        return m.external("builtins.range")
    if isinstance(value, ViewValue):
        return Ext(f"builtins.{value.kind}")
    if isinstance(value, Class):
        return value.lookup("__class__") if value.lookup("__class__") is not MISSING else TYPE
    for python, cls in _CLASSES:
        if isinstance(value, python):
            return cls
    if isinstance(value, Generator) and value.is_generator:
        return Ext("types.GeneratorType")
    if isinstance(value, (Bound, Ext, Native)) and (told := _TYPE_OF_KIND.get(kind_of(m, value) or "")):
        return Ext(told)
    if isinstance(value, (Function, Module)):
        return Ext("types.FunctionType" if isinstance(value, Function) else "types.ModuleType")
    if is_constant(value):
        return m.external(f"{type(value).__module__.lstrip('_')}.{type(value).__name__}")
    return m.undecided(value, place)


def _is_apart(m: Imports, value: Value, cls: Value, kind: Class) -> bool:
    """Return whether a value of Python's own kinds and classes is certainly no object of another's class."""
    if kind.module.partition(".")[0] in sys.stdlib_module_names:
        return False
    if isinstance(value, Instance) and isinstance(cls, Class) and not cls.line:
        return cls.module.partition(".")[0] in sys.stdlib_module_names
    is_function = isinstance(value, (Native, Ext, Bound)) and kind_of(m, value) in {*ROUTINES, "module"}
    return is_function and not is_virtual(kind)


def is_instance(m: Imports, value: Value, kind: Value, place: Place) -> bool | None:
    """Return whether a value is of a class, or None where that is not decided."""
    if isinstance(kind, tuple):
        answers = [is_instance(m, value, part, place) for part in kind]
        return True if True in answers else None if None in answers else False
    if kind is OBJECT or (isinstance(value, Instance) and value.cls is kind):
        return True  # no metaclass is asked
    exact = _CLASS_OF.get(value.__class__)
    if exact is None:
        value = m.decide(value)
        exact = _CLASS_OF.get(value.__class__)
    is_plain = kind.__class__ is Native and (
        isinstance(value, (Function, Class, Module)) or is_constant(value)
    )
    if is_plain and any(kind is m.external(f"builtins.{name}") for name in _WRAPPERS):
        return False
    if isinstance(value, Wrapper) and isinstance(kind, (Class, Native)) and value.kind != "cached_property":
        return kind is m.external(f"builtins.{value.kind}")
    if isinstance(value, ProxyValue):
        return False if isinstance(kind, Class) else None
    if isinstance(value, slice):
        is_told = isinstance(kind, (Class, Native))
        return kind is m.external("builtins.slice") if is_told else None
    if kind.__class__ is Class and kind.module == "builtins":
        if exact is not None:
            return kind in (FROZENSET.mro if exact is SET and value.is_frozen else exact.mro)
        if isinstance(value, (RangeValue, ViewValue)):
            return False
        if kind in _KINDS and (value is None or value.__class__ is Function):
            return False
        if kind in _KINDS and value.__class__ is Unknown:
            m.unknowns += 1
            return None
    elif isinstance(value, RangeValue) and kind is m.external("builtins.range"):
        return True
    if isinstance(kind, Class) and isinstance(hook := kind.lookup("__class__"), Class):
        check = hook.lookup("__instancecheck__")
        if isinstance(check, Function):
            return m.truth(m.call(check, (kind, value), {}, place))
    if isinstance(kind, Instance) and (hook := kind.cls.lookup("__instancecheck__")) is not MISSING:
        return m.truth(m.call(hook, (kind, value), {}, place))
    if isinstance(value, Instance) and (hook := value.cls.lookup("__proxied__")) is not MISSING:
        return is_instance(m, m.call(hook, (value,), {}, place), kind, place)
    cls = class_of(m, value, place)
    if isinstance(value, Instance) and isinstance(value.cls.lookup("__class__"), Wrapper):
        shown = m.get_attribute(value, "__class__", place)
        if not isinstance(kind, Class) or not value.cls.is_subclass(kind):
            cls = shown if isinstance(shown, Class) else m.undecided(shown, place)
    if (
        isinstance(kind, Class)
        and kind not in _KINDS
        and not (isinstance(cls, Class) and cls.is_subclass(kind))
        and is_virtual(kind)
    ):
        if is_protocol(kind):
            return meets_protocol(m, value, kind, place)
        return counts_below(m, cls, kind, place) if isinstance(cls, Class) else None
    if isinstance(cls, Class) and isinstance(kind, Class):
        if kind is LIST and any((base.module, base.name) in _NO_LISTS for base in cls.mro):
            return False
        if kind.module == "builtins" and kind.name in (cls.ns.get(ALSO) or ()):
            return True
        is_unknown = cls.is_open and not _is_apart(m, value, cls, kind)
        return True if cls.is_subclass(kind) else (None if is_unknown else False)
    if isinstance(kind, Ext) and kind.path in _TYPES_OF:
        found = kind_of(m, value)
        return None if found is None else found == _TYPES_OF[kind.path]
    if isinstance(kind, Ext) and kind.path in _GENERATORS and isinstance(value, (Generator, Function)):
        return isinstance(value, Generator) and value.is_generator
    if isinstance(kind, Ext) and kind.path in _CALLABLES:
        return m.truth(m.call(m.models["builtins.callable"], (value,), {}, place))
    if isinstance(value, (Function, Module)) and isinstance(kind, (Class, Ext)):
        return isinstance(cls, Ext) and isinstance(kind, Ext) and cls.path == kind.path
    if is_constant(value) and isinstance(kind, Class):
        return False
    if is_constant(value) and isinstance(kind, Ext):
        return m.is_held_kind(value, kind.path)
    if isinstance(kind, Class) and _is_apart(m, value, cls, kind):
        return False
    # What Python itself has under a name is no object of a class of the project.
    is_pythons = isinstance(value, Native) or (isinstance(value, Ext) and value.path.startswith("builtins."))
    return False if is_pythons and isinstance(kind, Class) and kind.line else None
