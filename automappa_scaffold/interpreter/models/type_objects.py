"""``type``: which class a value is of, and classes made by hand."""

from types import FunctionType

from automappa_scaffold.interpreter.certain_types import certain_types, is_none_of
from automappa_scaffold.interpreter.generators import Generator
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.marks import OPEN
from automappa_scaffold.interpreter.models.builtin_types import (
    BOOL,
    BYTES,
    DICT,
    FLOAT,
    FROZENSET,
    INT,
    LIST,
    SET,
    STR,
    TUPLE,
)
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.models.refused_classes import refuse_class_arguments
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
from automappa_scaffold.interpreter.python_kinds import host_object, kind_of
from automappa_scaffold.interpreter.special_values import (
    OpenTuple,
    ProxyValue,
    RangeValue,
    VersionInfo,
    ViewValue,
)
from automappa_scaffold.interpreter.stand_ins import perhaps_alias
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    ListValue,
    SetValue,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = ["CLASS_OF", "TYPE", "TYPE_OBJECTS", "class_of"]


def _make_type(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    refuse_class_arguments(m, args, kwargs, place)
    if len(args) == 2:
        return class_of(m, args[1], place)
    if args and args[0] is TYPE and len(args) in (1, 3):
        raise m.refusal("TypeError", "type() takes 1 or 3 arguments", place)
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


def _call_class(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for ``type.__call__``, which takes classes alone."""
    cls = m.decide(args[0]) if args else None
    if is_none_of(cls, type):
        text = f"descriptor '__call__' requires a 'type' object but received a '{kind_name(cls)}'"
        raise m.refusal("TypeError", text, place)
    if not isinstance(cls, Class):
        return m.undecided(cls, place)
    return m.make_instance(cls, args[1:], kwargs, place)


TYPE = native_class("type", _make_type)
TYPE.ns["__init__"] = Native("__init__", lambda m, args, kwargs, place: None)
TYPE.ns["__call__"] = Native("__call__", _call_class, binds=True)
TYPE_OBJECTS = Models({"builtins.type": TYPE})

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
CLASS_OF = {**dict(_CLASSES), OpenTuple: TUPLE}


_TYPE_OF_KIND = {
    "builtin": "types.BuiltinFunctionType",
    "function": "types.FunctionType",
    "method": "types.MethodType",
    "module": "types.ModuleType",
}
_SINGLE = {None: "types.NoneType", ...: "types.EllipsisType"}


# Of classes whose model has none.
_METACLASSES = {
    ("abc", "ABC"): "abc.ABCMeta",
    ("enum", "Enum"): "enum.EnumType",
    ("typing", "Protocol"): "typing._ProtocolMeta",
    ("typing_extensions", "Protocol"): "typing_extensions._ProtocolMeta",
    ("typing", "TypedDict"): "typing._TypedDictMeta",
}


def class_of(m: Imports, value: Value, place: Place) -> Value:
    """Return ``type(value)``."""
    value = m.decide(value)
    if isinstance(value, ProxyValue):
        return Ext("types.MappingProxyType")
    if isinstance(value, Ext) and type(host_object(value.path)) is type:
        return TYPE
    if isinstance(value, Instance):
        is_literal = value.cls.name == "_GenericAlias" and value.ns.get("__origin__") == Ext("typing.Literal")
        told = value.cls.lookup("__class__")
        # A model may not know its class; an alias shows that of what it stands for before Python 3.11.
        is_told = isinstance(told, Wrapper) and isinstance(told.function, Native)
        if is_told and (value.cls.module, value.cls.name) != ("types", "GenericAlias"):
            return m.get_attribute(value, "__class__", place)
        return m.external("typing._LiteralGenericAlias") if is_literal else value.cls
    exact = CLASS_OF.get(value.__class__)
    if exact is not None:
        if exact is DICT and value.is_read_only:
            return Ext("types.MappingProxyType")
        return FROZENSET if exact is SET and value.is_frozen else exact
    if isinstance(value, RangeValue):
        return m.external("builtins.range")
    if isinstance(value, ViewValue):
        return Ext(f"builtins.{value.kind}")
    if isinstance(value, Class):
        if certain_types(value) == (FunctionType,):
            return m.external("types.FunctionType")
        if perhaps_alias(m, value):
            return m.unknown("the class of a class, perhaps with types in brackets", place, is_foreign=True)
        return _metaclass_of(m, value, place)
    if isinstance(value, VersionInfo):
        return m.unknown("the class of a version", place)
    if isinstance(value, tuple) and is_constant(value):  # one with names that Python computed
        return m.external(f"{type(value).__module__}.{type(value).__name__}")
    for python, cls in _CLASSES:
        if isinstance(value, python):
            return cls
    if isinstance(value, Generator) and value.is_generator:
        return Ext("types.GeneratorType")
    if isinstance(value, (Bound, Ext, Native)) and (told := _TYPE_OF_KIND.get(kind_of(m, value) or "")):
        return m.external(told)
    if isinstance(value, Function) and "__is_cached__" in value.ns:
        return m.unknown("the class of a cached function", place)
    if isinstance(value, (Function, Module)):
        return m.external("types.FunctionType" if isinstance(value, Function) else "types.ModuleType")
    if value is None or value is ...:  # whose classes are not found among the built-in names
        return m.external(_SINGLE[value])
    if isinstance(value, Ext) and value.path == "builtins.NotImplemented":
        return m.external("types.NotImplementedType")
    if is_constant(value):
        return m.external(f"{type(value).__module__.lstrip('_')}.{type(value).__name__}")
    return m.undecided(value, place)


def _metaclass_of(m: Imports, cls: Class, place: Place) -> Value:
    """Return the class of a class."""
    own = cls.lookup("__class__")
    if own is not MISSING:
        return own
    paths = {path for base in cls.mro if (path := _METACLASSES.get((base.module, base.name)))}
    outside = [base for one in cls.mro for base in one.bases if not isinstance(base, Class)]
    if len(paths) > 1 or (outside and cls.line):
        return m.unknown("the class of a class with bases outside the project", place, is_foreign=True)
    path = paths.pop() if paths else ""
    if path == "enum.EnumType" and m.python_numbers < (3, 11):
        path = "enum.EnumMeta"
    return m.models.get(path, Ext(path)) if path else TYPE
