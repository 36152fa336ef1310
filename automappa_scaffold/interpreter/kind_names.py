"""What errors call the kind of a value."""

from automappa_scaffold.interpreter.certain_types import certain_types, python_metaclasses
from automappa_scaffold.interpreter.generators import Generator
from automappa_scaffold.interpreter.marks import KIND
from automappa_scaffold.interpreter.objects import Class, Instance, Native, describe
from automappa_scaffold.interpreter.python_kinds import host_object
from automappa_scaffold.interpreter.refusals import PYTHON_TYPES, is_library_function
from automappa_scaffold.interpreter.special_values import OpenTuple, ProxyValue, RangeValue, ViewValue
from automappa_scaffold.interpreter.values import (
    MISSING,
    Ext,
    SetValue,
    Unknown,
    Value,
    is_constant,
)

__all__ = ["kind_name"]

# Among the flags of a class: it is no part of Python itself, but made while a program runs.
_MADE_BY_A_PROGRAM = 1 << 9
# Classes that are not written in Python are shown with their module.
_SHOWN_WITH_MODULE = {
    ("_thread", "_local"): "_thread._local",
    ("collections", "OrderedDict"): "collections.OrderedDict",
    ("collections", "defaultdict"): "collections.defaultdict",
    ("collections", "deque"): "collections.deque",
    ("functools", "partial"): "functools.partial",
    ("io", "BytesIO"): "_io.BytesIO",
    ("io", "StringIO"): "_io.StringIO",
    ("re", "Match"): "re.Match",
    ("re", "Pattern"): "re.Pattern",
    ("threading", "RLock"): "_thread.RLock",
    ("threading", "_local"): "_thread._local",
    ("threading", "local"): "_thread._local",
    ("threading", "lock"): "_thread.lock",
    ("types", "GenericAlias"): "types.GenericAlias",
    ("types", "SimpleNamespace"): "types.SimpleNamespace",
}


def _python_name(kind: type) -> str:
    """Return how errors show a class of Python: those not written in Python stand behind their module."""
    is_static = not kind.__flags__ & _MADE_BY_A_PROGRAM
    is_shown = kind.__module__ != "builtins" and (is_static or kind.__module__ in ("_decimal", "decimal"))
    return f"{kind.__module__}.{kind.__name__}" if is_shown else kind.__name__


def _kind_of_class(cls: Class) -> str:
    """Return the name of a class's own class, where all its bases are known."""
    own = cls.lookup("__class__")
    if isinstance(own, Class):
        return own.name
    kinds = python_metaclasses(cls)
    nearest = (kind for kind in kinds if all(issubclass(kind, other) for other in kinds))
    return next((kind.__name__ for kind in nearest), describe(cls))


def kind_name(value: Value) -> str:
    """Return the name of a value's type, as errors show it."""
    if isinstance(value, Instance):
        return _SHOWN_WITH_MODULE.get((value.cls.module, value.cls.name), value.cls.name)
    if isinstance(value, Class):
        meta = value.lookup("__class__")
        kinds = [kind for kind in certain_types(value) if kind is not type]
        return meta.name if isinstance(meta, Class) else kinds[0].__name__ if kinds else "type"
    if isinstance(value, SetValue) and value.is_frozen:
        return "frozenset"
    if isinstance(value, Unknown) and KIND in value.ns:
        return str(value.ns[KIND]).rpartition(".")[2].removesuffix("()")
    if isinstance(value, (OpenTuple, RangeValue)):
        return "tuple" if isinstance(value, OpenTuple) else "range"
    if is_constant(value) or isinstance(value, tuple):
        return _python_name(type(value))
    if isinstance(value, ProxyValue):
        return "mappingproxy"
    if isinstance(value, ViewValue):
        return value.kind
    if is_library_function(value):
        return "function"
    if isinstance(value, Native):
        found = host_object(value.path) if value.path else MISSING
        return "builtin_function_or_method" if found is MISSING else type(found).__name__
    if isinstance(value, Generator):
        return value.python.__name__
    if isinstance(value, Ext) and (found := certain_types(value)):
        return found[0].__name__
    if isinstance(value, Class):
        return _kind_of_class(value)
    known = next((python.__name__ for kind, python in PYTHON_TYPES if isinstance(value, kind)), None)
    return known or describe(value)
