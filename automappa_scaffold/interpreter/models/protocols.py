"""Classes below ``typing.Protocol``: which objects count as theirs because of what they have."""

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.marks import NOT_OF_CLASSES
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models
from automappa_scaffold.interpreter.objects import Bound, Class, Function, Instance, Module, Wrapper
from automappa_scaffold.interpreter.refusals import is_builtin, is_plain_class
from automappa_scaffold.interpreter.values import MISSING, Unknown, Value, is_constant
from automappa_scaffold.source.places import Place

__all__ = ["PROTOCOLS", "has_protocol", "is_protocol", "meets_protocol"]

PROTOCOLS = Models()

# What classes have from these are no members that a protocol asks for.
_EMPTY = {("builtins", "object"), ("typing", "Generic"), ("typing", "Protocol"), ("abc", "ABC")}
_RUNTIME = "<runtime>"
_NO_MEMBERS = NOT_OF_CLASSES | frozenset(
    """
    __abstractmethods__ __annotations__ __class_getitem__ __dict__ __doc__ __firstlineno__ __init__
    __match_args__ __module__ __new__ __orig_bases__ __parameters__ __slots__ __static_attributes__
    __subclasshook__ __weakref__
    """.split()  # noqa: SIM905 - a list of words reads better so
)


def is_protocol(cls: Value) -> bool:
    """Return whether a class of the project is a protocol itself, and not just below one."""
    return isinstance(cls, Class) and bool(cls.line) and any(map(_is_base, cls.bases))


def _is_base(base: Value) -> bool:
    named = isinstance(base, Class) and base.name == "Protocol"
    return named and base.module in ("typing", "typing_extensions")


@PROTOCOLS.function("typing.runtime_checkable", "typing_extensions.runtime_checkable", "typing.runtime")
def _runtime_checkable(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    cls = m.decide(args[0] if args else kwargs["cls"])
    if is_protocol(cls):
        m.store(cls.ns, _RUNTIME, True)
    elif isinstance(cls, Class) and is_plain_class(cls):
        text = f"@runtime_checkable can be only applied to protocol classes, got <class '{cls.name}'>"
        raise m.refusal("TypeError", text, place)
    elif isinstance(cls, (Function, Bound, Module)) or is_builtin(cls) or is_constant(cls):
        raise m.refusal("TypeError", "issubclass() arg 1 must be a class", place)
    return cls


def meets_protocol(m: Imports, value: Value, protocol: Class, place: Place) -> bool | None:
    """Return whether a value counts as an object of a protocol; None: it is not decided."""
    _require_runtime(m, protocol, place)
    answers: list[bool | None] = []
    for name in _members(protocol):
        if isinstance(value, Instance) and not _is_seen(value.cls):
            return None
        if not (isinstance(value, (Instance, Class, Function, Module)) or is_constant(value)):
            return None
        found = m.find_attribute(value, name, place)
        if isinstance(found, Unknown) or (isinstance(value, Class) and value.is_open):
            return None
        if found is None and _is_callable(protocol, name):
            found = MISSING
        answers.append(found is not MISSING)
    return all(answers)


def has_protocol(m: Imports, cls: Class, protocol: Class, place: Place) -> bool | None:
    """Return whether a class counts as below a protocol; None: it is not decided."""
    _require_runtime(m, protocol, place)
    members = _members(protocol)
    if not all(_is_callable(protocol, name) for name in members):
        text = "Protocols with non-method members don't support issubclass()"
        raise m.refusal("TypeError", text, place)
    if not _is_seen(cls):
        return None
    held = [cls.lookup(name) for name in members]
    return all(found is not None and found is not MISSING for found in held)


def _require_runtime(m: Imports, protocol: Class, place: Place) -> None:
    if _RUNTIME not in protocol.ns:
        text = "Instance and class checks can only be used with @runtime_checkable protocols"
        raise m.refusal("TypeError", text, place)


def _is_seen(cls: Class) -> bool:
    """Return whether all that objects of a class have stands in the project."""
    rest = [base for base in cls.mro if (base.module, base.name) not in _EMPTY]
    return not any(base.is_open or not base.line for base in rest) and cls.lookup("__getattr__") is MISSING


def _members(protocol: Class) -> list[str]:
    """Return the names that objects must have."""
    found: dict[str, None] = {}
    for base in protocol.mro:
        if base.line:
            found.update(dict.fromkeys(map(str, base.ns)))
            found.update(dict.fromkeys(base.ns.get("__fields__", ())))
    return [name for name in found if name not in _NO_MEMBERS and not name.startswith("<")]


def _is_callable(protocol: Class, name: str) -> bool:
    held = protocol.lookup(name)
    if isinstance(held, Wrapper):
        return held.kind in ("staticmethod", "classmethod")
    return isinstance(held, (Function, Class))
