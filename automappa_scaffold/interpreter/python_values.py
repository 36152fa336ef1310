"""Abstract values as Python's own, and back."""

from collections.abc import Callable, Sequence
from collections.abc import Iterator as PythonIterator
from typing import Any

from automappa_scaffold.interpreter.generators import Generator, Iterator
from automappa_scaffold.interpreter.objects import (
    Function,
    Instance,
    content_of,
)
from automappa_scaffold.interpreter.python_samples import sample_of
from automappa_scaffold.interpreter.special_values import ProxyValue, RangeValue, VersionInfo, ViewValue
from automappa_scaffold.interpreter.stepping import Stepping
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    ListValue,
    SetValue,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = ["PythonValues"]


class PythonValues(Stepping):
    """Constants and containers of constants, abstract and as Python's own."""

    def to_python(self, value: Value, place: Place) -> Any:
        """Return a constant or container of constants as Python's own, or MISSING."""
        if isinstance(value, Instance) and any(
            isinstance(item, Function) and str(name).startswith("__") and name not in ("__init__", "__new__")
            for base in value.cls.mro
            for name, item in base.ns.items()
        ):
            return MISSING  # its methods may show its content otherwise
        value = content_of(value)
        if is_constant(value) or isinstance(value, slice):
            return value
        if isinstance(value, RangeValue):
            return value.told
        if isinstance(value, VersionInfo):
            return MISSING  # which shows the names of its parts
        items: Any = value if isinstance(value, tuple) else None
        if isinstance(value, SetValue):
            return MISSING  # no order, and it may be a frozenset
        if isinstance(value, ListValue) and value.is_unordered:
            return MISSING
        if isinstance(value, ListValue) and not value.unknown:
            items = value.items
        elif isinstance(value, (Generator, Iterator)):
            items, unknown = self.iterate_in_order(value, place)
            items = None if unknown else iter(items)
        elif isinstance(value, ProxyValue):
            return MISSING
        elif isinstance(value, DictValue) and not value.unknown:
            held = value.pairs()
            converted = {
                self.to_python(key, place): self.to_python(item, place) for key, item in held.items()
            }
            is_plain = MISSING not in converted and len(converted) == len(held)
            return converted if is_plain and MISSING not in converted.values() else MISSING
        if items is None:
            return MISSING
        plain = [self.to_python(self.decide(item), place) for item in items]
        if any(item is MISSING for item in plain):
            return MISSING
        if isinstance(items, PythonIterator):
            return iter(plain)
        if isinstance(value, ViewValue):
            return _as_view(value.kind, plain)
        if isinstance(value, SetValue):  # of several, Python itself knows no order
            return self.compute(lambda: set(plain), place) if len(plain) < 2 else MISSING
        return tuple(plain) if isinstance(value, tuple) else plain

    def refuse_as_python(
        self,
        operation: Callable[..., Any],
        given: Sequence[Value],
        place: Place,
        errors: type[Exception] = TypeError,
    ) -> None:
        """Raise the error that Python raises for such kinds of values; else do nothing."""
        plain = [self._stand_in(value, place) for value in map(self.decide, given)]
        if MISSING in plain:
            return
        try:
            operation(*plain)
        except errors as error:
            raise self.refusal(type(error).__name__, str(error), place) from None
        except Exception:  # it depends on what is not known
            return

    def _stand_in(self, value: Value, place: Place) -> Any:
        """Return a value as Python's own, or another one of its kind; or MISSING."""
        sample = sample_of(value)
        if sample is not MISSING:
            return sample
        if isinstance(value, SetValue):
            return frozenset() if value.is_frozen else set()
        if type(value) is tuple:
            parts = tuple(self._stand_in(self.decide(part), place) for part in value)
            return MISSING if MISSING in parts else parts
        if type(value) is ListValue and not value.unknown:
            held = [self._stand_in(self.decide(part), place) for part in value.items]
            return MISSING if MISSING in held else held
        if isinstance(value, SetValue) and not value.unknown:
            return frozenset() if value.is_frozen else set()
        if isinstance(value, DictValue) and not value.unknown:
            items = {key: self._stand_in(self.decide(part), place) for key, part in value.pairs().items()}
            return MISSING if MISSING in items.values() or not all(map(is_constant, items)) else items
        return self.to_python(value, place)

    def from_python(self, value: Any) -> Value:
        """Return a Python value of constants and containers as an abstract value."""
        if isinstance(value, list):
            return self.new_list([self.from_python(item) for item in value])
        if isinstance(value, tuple):
            return tuple(self.from_python(item) for item in value)
        if isinstance(value, (set, frozenset)):
            items = [self.from_python(item) for item in sorted(value, key=repr)]
            return self.new_set(items, is_frozen=isinstance(value, frozenset))
        if isinstance(value, dict):
            return self.new_dict({key: self.from_python(item) for key, item in value.items()})
        return value


def _as_view(kind: str, items: list[Any]) -> Any:
    """Return Python's own view of a dict, with these elements."""
    if kind == "dict_values":
        return dict(enumerate(items)).values()
    return dict.fromkeys(items).keys() if kind == "dict_keys" else dict(items).items()
