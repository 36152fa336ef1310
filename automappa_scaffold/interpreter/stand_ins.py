"""Abstract values dressed up as Python's own, so that Python itself writes the texts that hold them."""

from collections.abc import Callable
from functools import cache
from typing import Any

from automappa_scaffold.interpreter.objects import Class, Instance, content_of
from automappa_scaffold.interpreter.parts import Parts, UndecidedError
from automappa_scaffold.interpreter.python_kinds import host_object
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    ListValue,
    Maybe,
    SetValue,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = [
    "PERHAPS",
    "Show",
    "dress",
    "is_shown_by_parts",
    "perhaps_alias",
    "shown_builtin",
    "shown_class",
]

# Returns what shows an object: its ``repr``, its ``str`` where the conversion is "s", else in a format.
Show = Callable[[Instance, str, str], Value]
_DEEPEST = 20
_ENUMERATIONS = ("Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "ReprEnum")
PERHAPS = "perhaps"  # under this a class is kept that was given types in brackets


class _StandIn:
    """An object as the texts show it that it stands in."""

    def __init__(self, m: Parts, value: Value, place: Place, show: Show) -> None:
        self._told = m, value, place, show

    def _text(self, conversion: str, spec: str = "") -> str:
        m, value, _, show = self._told
        text = shown_class(m, value) if isinstance(value, Class) else m.decide(show(value, conversion, spec))
        if not isinstance(text, str):
            raise UndecidedError(value)
        return text

    def __repr__(self) -> str:
        return self._text("r")

    def __str__(self) -> str:
        return self._text("s")

    def __format__(self, spec: str) -> str:
        is_class = isinstance(self._told[1], Class)
        return format(self._text("r"), spec) if is_class else self._text("", spec)

    def __getattr__(self, name: str) -> Any:
        m, value, place, show = self._told
        return dress(m, m.get_attribute(value, name, place), place, show)

    def __getitem__(self, key: Any) -> Any:
        m, value, place, show = self._told
        return dress(m, m.get_item(value, key, place), place, show)


class _NumberStandIn(_StandIn):
    """An object of a class below ``int`` or ``float``, or that says itself which number it is."""

    def __index__(self) -> int:
        return int(self._number(int))

    def __float__(self) -> float:
        return float(self._number((int, float)))

    def _number(self, kinds: type | tuple[type, ...]) -> Any:
        held = content_of(self._told[1])
        if not isinstance(held, kinds):
            raise UndecidedError(self._told[1])
        return held


def _kind_of(value: Instance | Class) -> type[_StandIn]:
    """Return the class of a stand-in, which has the name that errors show."""
    if isinstance(value, Class):
        return _named("type", False)
    is_number = isinstance(content_of(value), (int, float)) or value.cls.is_open
    says = any(value.cls.lookup(name) is not MISSING for name in ("__int__", "__index__", "__float__"))
    return _named(value.cls.name, is_number or says)


@cache
def _named(name: str, is_number: bool) -> type[_StandIn]:
    return type(name, (_NumberStandIn if is_number else _StandIn,), {})


def is_shown_by_parts(value: Value) -> bool:
    """Return whether a text shows a value by its elements, in a known order, or as Python's own."""
    return type(value) in (tuple, ListValue, DictValue, SetValue) or shown_builtin(value) is not MISSING


def shown_class(m: Parts, cls: Class, method: str = "__repr__") -> str | None:
    """Return ``repr`` of a class, or None where its metaclass, or types in brackets, may say something else.

    Args:
        method: a special method of the metaclass besides, which has a say in it.
    """
    meta = cls.lookup("__class__")
    if "__members__" in cls.ns or (cls.module == "enum" and not cls.line and cls.name in _ENUMERATIONS):
        is_flag = any(base.name == "Flag" and base.module == "enum" for base in cls.mro)
        return f"<{'flag' if is_flag and m.python_numbers >= (3, 11) else 'enum'} '{cls.name}'>"
    if cls.is_open or (
        isinstance(meta, Class) and any(meta.lookup(name) is not MISSING for name in ("__repr__", method))
    ):
        return None
    if perhaps_alias(m, cls):
        return None
    name = cls.ns.get("__qualname__", cls.name)
    return f"<class '{name}'>" if cls.module == "builtins" else f"<class '{cls.module}.{name}'>"


def shown_builtin(value: Value) -> Any:
    """Return NotImplemented, or a built-in class without a model that takes no types; or MISSING."""
    found = host_object(value.path) if isinstance(value, Ext) else None
    is_class = (
        type(found) is type and found.__module__ == "builtins" and not hasattr(found, "__class_getitem__")
    )
    return found if is_class or found is NotImplemented else MISSING


def perhaps_alias(m: Parts, cls: Class) -> bool:
    """Return whether a class of Python may stand for one with types in brackets, which is a value like it."""
    if cls.line or not hasattr(host_object(f"{cls.module}.{cls.name}"), "__class_getitem__"):
        return False
    return cls.module != "builtins" or (id(cls), PERHAPS) in m.aliases


def dress(m: Parts, value: Value, place: Place, show: Show, depth: int = 0) -> Any:
    """Return a value as Python's own, objects and classes of the program dressed up.

    Raises:
        UndecidedError: it is not known.
    """
    value = m.decide(value)
    if is_constant(value):
        return value
    if isinstance(value, (Instance, Class)):
        return _kind_of(value)(m, value, place, show)

    def inner(item: Value) -> Any:
        return dress(m, item, place, show, depth + 1)

    if (builtin := shown_builtin(value)) is not MISSING:
        return builtin
    is_open = getattr(value, "unknown", None) is not None or getattr(value, "is_unordered", False)
    if depth > _DEEPEST or is_open or not is_shown_by_parts(value):
        raise UndecidedError(value)
    if isinstance(value, DictValue):
        return {inner(key): inner(item) for key, item in value.pairs().items()}
    items = value if isinstance(value, tuple) else value.items
    if any(isinstance(item, Maybe) for item in items):
        raise UndecidedError(value)
    if isinstance(value, SetValue):
        made = {inner(item) for item in items}
        return frozenset(made) if value.is_frozen else made
    return tuple(map(inner, items)) if isinstance(value, tuple) else [*map(inner, items)]
