"""Abstract values that few parts of a program have: versions, ranges, open tuples and views of dicts."""

from collections.abc import Callable

from automappa_scaffold.interpreter.values import DictValue, ListValue, Unknown, Value

__all__ = ["Judged", "OpenTuple", "ProxyValue", "RangeValue", "VersionInfo", "VersionNumber", "ViewValue"]


class VersionInfo(tuple[Value, ...]):
    """A version whose first parts have names, as ``sys.version_info``."""

    __slots__ = ()
    NAMES = ("major", "minor", "micro", "releaselevel", "serial")


class RangeValue(tuple[int, ...]):
    """The numbers of a ``range``, which stands under ``told``."""

    told: range

    @classmethod
    def of(cls, told: range) -> "RangeValue":
        """Return a range's numbers."""
        made = cls(told)
        made.told = told
        return made


class VersionNumber(Unknown):
    """A part of a version that is a whole number, and not known."""

    __slots__ = ()


class Judged(Unknown):
    """A value that is not known, where it is known whether it counts as true."""

    __slots__ = ("truth",)

    def __init__(self, value: Unknown, truth: bool) -> None:
        super().__init__(value.reason, value.place, value.ns, is_foreign=value.is_foreign)
        self.truth = truth


class OpenTuple(ListValue):
    """A tuple that may have more elements than are known."""

    __slots__ = ()


class ProxyValue(DictValue):
    """What ``types.MappingProxyType`` shows of a dict: always what that holds, and nothing changes it."""

    __slots__ = ()


class ViewValue(ListValue):
    """What ``keys()``, ``values()`` or ``items()`` of a dict gives: always what the dict holds then.

    ``kind`` is the name of its class, ``dict_keys`` or another.
    """

    __slots__ = ("held", "kind", "pick")

    def __init__(self, held: DictValue, kind: str, pick: Callable[[Value, Value], Value]) -> None:
        super().__init__(held.meta)
        self.held = held
        self.kind = kind
        self.pick = pick

    @property
    def items(self) -> tuple[Value, ...]:
        """The elements, some of them perhaps Maybe."""
        return tuple(self.held.elements(self.pick))

    @property
    def python(self) -> type:
        """Python's own class of it."""
        return _VIEWS[self.kind]


_EMPTY: dict[str, str] = {}
_VIEWS = {type(made).__name__: type(made) for made in (_EMPTY.keys(), _EMPTY.values(), _EMPTY.items())}
