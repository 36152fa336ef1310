"""Whether a value is of a class, as ``isinstance`` tells it."""

import builtins
import enum
import sys

from automappa_scaffold.interpreter.certain_types import certain_types, is_none_of
from automappa_scaffold.interpreter.generators import Generator, Iterator
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.library_files import DESCRIPTORS
from automappa_scaffold.interpreter.marks import ALSO
from automappa_scaffold.interpreter.models.builtin_types import (
    DICT,
    FROZENSET,
    LIST,
    OBJECT,
    SET,
)
from automappa_scaffold.interpreter.models.container_kinds import container_kind, counts_as
from automappa_scaffold.interpreter.models.protocols import is_protocol, meets_protocol
from automappa_scaffold.interpreter.models.type_objects import CLASS_OF, class_of
from automappa_scaffold.interpreter.models.virtual_classes import counts_below, is_virtual
from automappa_scaffold.interpreter.objects import (
    Bound,
    Class,
    Function,
    Instance,
    Module,
    Native,
    Partial,
    Wrapper,
)
from automappa_scaffold.interpreter.python_kinds import ROUTINES, host_object, kind_of, standard_class
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.special_values import (
    OpenTuple,
    ProxyValue,
    RangeValue,
    ViewValue,
)
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    Maybe,
    Unknown,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = ["is_instance", "is_instance_plainly"]

# Their models here inherit from ``list``, what they stand for does not.
_NO_LISTS = (("collections", "deque"), ("collections", "UserList"))
_KINDS = frozenset(CLASS_OF.values())
# The classes that objects of Python's own are of; of a set the object tells whether it is frozen.
_ABOVE: dict[type, frozenset[Class]] = {
    kind: frozenset((*cls.mro, OBJECT)) for kind, cls in CLASS_OF.items() if cls is not SET
}
_ABOVE |= {type(None): frozenset((OBJECT,)), Function: frozenset((OBJECT,))}

_TYPES_OF = {
    "types.BuiltinFunctionType": "builtin",
    "types.BuiltinMethodType": "builtin",
    "types.FunctionType": "function",
    "types.LambdaType": "function",
    "types.MethodType": "method",
    "types.ModuleType": "module",
}
_SINGLES = ("types.EllipsisType", "types.NoneType", "types.NotImplementedType")
_WRAPPERS = ("staticmethod", "classmethod", "property")
_MADE_BY_FUNCTIONS = (*DESCRIPTORS, "functools.partial")
_GENERATORS = ("types.GeneratorType", "collections.abc.Generator", "typing.Generator")
# Among the flags of a class.
_CAN_BE_BASE = 1 << 10
_CALLABLES = ("collections.abc.Callable", "typing.Callable")


def _is_apart(m: Imports, value: Value, cls: Value, kind: Class) -> bool:
    """Return whether a value of Python's own kinds and classes is certainly no object of another's class."""
    if isinstance(value, (RangeValue, ViewValue, Partial)) or type(value) in (Generator, Iterator):
        return kind in _KINDS or (kind.line > 0 and not is_virtual(kind))
    if isinstance(value, Unknown):
        return kind.line > 0 and not is_virtual(kind) and _is_final(value)
    if kind in _KINDS:
        if isinstance(value, (Native, Ext, Bound)):
            return kind_of(m, value) in {*ROUTINES, "module"}
        found = host_object(f"{cls.module}.{cls.name}") if isinstance(cls, Class) and not cls.line else None
        python = host_object(f"builtins.{kind.name}")
        return isinstance(found, type) and isinstance(python, type) and not issubclass(found, python)
    if kind.module.partition(".")[0] in sys.stdlib_module_names:
        return False
    if isinstance(value, Instance) and isinstance(cls, Class) and not cls.line:
        return cls.module.partition(".")[0] in sys.stdlib_module_names
    is_function = isinstance(value, (Native, Ext, Bound)) and kind_of(m, value) in {*ROUTINES, "module"}
    return is_function and not is_virtual(kind)


def _unseen_bases(cls: Class) -> list[Value]:
    return [base for one in cls.mro for base in one.bases if not isinstance(base, Class)]


def _is_final(value: Unknown) -> bool:
    """Return whether a value is certainly of a class of Python that no class can inherit from."""
    found = certain_types(value)
    return bool(found) and not any(kind.__flags__ & _CAN_BE_BASE for kind in found)


def is_instance_plainly(value: Value, kinds: Value) -> bool | None:
    """Return what ``is_instance`` does for values and classes of Python's own, of which nobody is asked."""
    above = _ABOVE.get(value.__class__)
    if above is None or (value.__class__ is DictValue and value.is_read_only):
        return None
    answer = False
    for kind in kinds if kinds.__class__ is tuple else (kinds,):
        if kind.__class__ is not Class or kind.module != "builtins":
            return None
        if kind in above:
            answer = True
        elif kind not in _KINDS and kind is not OBJECT:
            return None
    return answer


def is_instance(m: Imports, value: Value, kind: Value, place: Place) -> bool | None:
    """Return whether a value is of a class, or None where that is not decided."""
    if isinstance(kind, tuple):
        return _is_of_one(m, value, kind, place)
    if isinstance(kind, OpenTuple):
        known = tuple(one for one in kind.items if not isinstance(one, Maybe))
        return _is_of_one(m, value, known, place) or None
    if kind is OBJECT or (isinstance(value, Instance) and value.cls is kind):
        return True  # no metaclass is asked
    exact = CLASS_OF.get(value.__class__)
    if exact is None:
        value = m.decide(value)
        exact = CLASS_OF.get(value.__class__)
    is_plain = kind.__class__ is Native and (
        isinstance(value, (Function, Class, Module)) or is_constant(value)
    )
    if is_plain and any(kind is m.external(f"builtins.{name}") for name in (*_WRAPPERS, "slice")):
        return False
    if isinstance(value, Wrapper) and isinstance(kind, (Class, Native)) and value.kind != "cached_property":
        return kind is m.external(f"builtins.{value.kind}")
    if isinstance(value, ProxyValue) or (exact is DICT and value.is_read_only):
        return False if isinstance(kind, Class) else class_of(m, value, place) == kind or None
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
        if not kind.line and is_none_of(value, getattr(builtins, kind.name, object)):
            return False
        if kind in _KINDS and value.__class__ is Unknown:
            m.unknowns += 1
            return None
    elif isinstance(value, RangeValue) and kind is m.external("builtins.range"):
        return True
    if (
        kind.__class__ is Native
        and isinstance(value, (Instance, Partial))
        and kind.path in _MADE_BY_FUNCTIONS
    ):
        return _is_made_by(value, kind.path)
    if isinstance(kind, Class) and isinstance(hook := kind.lookup("__class__"), Class):
        check = hook.lookup("__instancecheck__")
        if isinstance(check, Function):
            return m.truth(m.call(check, (kind, value), {}, place))
    if isinstance(kind, Instance) and (hook := kind.cls.lookup("__instancecheck__")) is not MISSING:
        return m.truth(m.call(hook, (kind, value), {}, place))
    if isinstance(value, Instance) and (hook := value.cls.lookup("__proxied__")) is not MISSING:
        return is_instance(m, m.call(hook, (value,), {}, place), kind, place)
    return _is_of_class(m, value, kind, place)


def _is_made_by(value: Instance | Partial, path: str) -> bool | None:
    """Return whether a value is of a class of Python for which a function stands here."""
    if isinstance(value, Partial):
        return path == "functools.partial"
    is_below = any(f"{base.module}.{base.name}" == path for base in value.cls.mro)
    return True if is_below else None if value.cls.is_open else False


def _is_of_one(m: Imports, value: Value, kinds: tuple[Value, ...], place: Place) -> bool | None:
    """Return whether a value is of one of several classes: behind one that it is of, none is asked."""
    answer: bool | None = False
    for kind in kinds:
        try:
            told = is_instance(m, value, kind, place)
        except PyRaise as raised:
            if answer is None:  # it is not known whether this one is asked
                m.drop(raised)
                return None
            raise
        if told:
            return True
        answer = None if told is None else answer
    return answer


def _is_of_class(m: Imports, value: Value, kind: Value, place: Place) -> bool | None:
    """Return whether the class of a value is a class, or below it, where no hook is asked."""
    cls = class_of(m, value, place)
    if isinstance(value, Class) and isinstance(cls, Ext):
        one, other = standard_class(cls), standard_class(kind)
        if one is not None and other is not None:
            return issubclass(one, other)
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
    if isinstance(kind, Ext) and isinstance(value, Instance) and kind in _unseen_bases(value.cls):
        return True
    if isinstance(kind, Ext) and kind.path in _TYPES_OF:
        found = kind_of(m, value)
        return None if found is None else found == _TYPES_OF[kind.path]
    if isinstance(kind, Ext) and kind.path in _GENERATORS and isinstance(value, (Generator, Function)):
        return isinstance(value, Generator) and value.is_generator
    if isinstance(kind, Ext) and kind.path in _CALLABLES:
        return m.truth(m.call(m.models["builtins.callable"], (value,), {}, place))
    if (container := container_kind(kind)) is not None:
        if isinstance(value, (Generator, Iterator)):
            python: type = type(iter(()))
            if isinstance(value, Generator) and (value.is_generator or value.is_async):
                python = value.python
            return issubclass(python, container)
        if isinstance(value, Class) and "__members__" in value.ns:
            return issubclass(enum.EnumMeta, container)
        return counts_as(m, cls, container)
    is_single = value is None or value is ... or isinstance(value, Ext)
    if is_single and all(isinstance(one, Ext) and one.path in _SINGLES for one in (cls, kind)):
        return bool(cls == kind)
    if isinstance(value, (Function, Module)) and isinstance(kind, (Class, Ext)):
        return isinstance(cls, Ext) and isinstance(kind, Ext) and cls.path == kind.path
    if is_constant(value) and isinstance(kind, Class):
        return isinstance(value, tuple) and kind is m.external("builtins.tuple")
    if is_constant(value) and isinstance(kind, Ext):
        return m.is_held_kind(value, kind.path)
    if isinstance(kind, Class) and _is_apart(m, value, cls, kind):
        return False
    # What Python itself has under a name is no object of a class of the project.
    is_pythons = isinstance(value, Native) or (isinstance(value, Ext) and value.path.startswith("builtins."))
    return False if is_pythons and isinstance(kind, Class) and kind.line else None
