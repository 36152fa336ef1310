"""``pickle``: what of it is refused; data that names classes or functions is not followed."""

import importlib
import io
from typing import Any

from automappa_scaffold.interpreter.generators import Generator
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models
from automappa_scaffold.interpreter.objects import Function, Instance, Module
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.refusals import is_no_text
from automappa_scaffold.interpreter.values import MISSING, DictValue, ListValue, Value
from automappa_scaffold.source.places import Place

__all__ = ["PICKLED"]

PICKLED = Models()

_MOST_HELD = 1_000
_HOOKS = ("__getstate__", "__getnewargs__", "__getnewargs_ex__", "__reduce__", "__reduce_ex__")
_LONGEST, _MOST_PARTS, _HIGHEST = 100_000, 10_000, 5
# What would take much memory: places in the memo, and buffers of a size that only the data tells.
_PLACES = frozenset(("PUT", "BINPUT", "LONG_BINPUT"))
_BUFFERS = (b"\x96", b"\x97", b"\x98")


@PICKLED.function("pickle.dumps:check", "pickle.dump:check")
def _check_pickled(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = m.decide(args[0] if args else kwargs.get("obj"))
    protocol = m.decide(kwargs.get("protocol", args[1] if len(args) == 2 else None))
    if isinstance(protocol, int) and protocol > _HIGHEST:
        raise m.raise_("ValueError", f"pickle protocol must be <= {_HIGHEST}", place)
    _refuse(m, given, [], place)
    return None


def _refuse(m: Imports, value: Value, seen: list[Value], place: Place) -> None:
    """Raise what Python raises for what cannot be pickled, wherever it is held."""
    if len(seen) > _MOST_HELD or any(value is known for known in seen):
        return
    _refuse_one(m, value, place)
    parts: tuple[Value, ...] = ()
    if isinstance(value, (ListValue, tuple)):
        parts = value.items if isinstance(value, ListValue) else value
    elif isinstance(value, DictValue):
        parts = (*value.items.values(),)
    elif isinstance(value, Instance):
        is_usual = all(value.cls.lookup(hook) is MISSING for hook in _HOOKS)
        parts = (*value.ns.values(),) if is_usual and not value.cls.is_open else ()
    if parts:
        seen.append(value)
    for part in parts:
        _refuse(m, part, seen, place)


def _refuse_one(m: Imports, value: Value, place: Place) -> None:
    name = value.ns.get("__qualname__", "") if isinstance(value, Function) else ""
    if isinstance(value, (Generator, Module)):
        raise m.refusal("TypeError", f"cannot pickle '{kind_name(value)}' object", place)
    if isinstance(name, str) and "<locals>" in name:
        raise m.refusal("AttributeError", f"Can't pickle local object {name!r}", place)
    if name == "<lambda>":
        text = f"Can't pickle {name}: attribute lookup {name} on {value.ns.get('__module__')} failed"
        raise PyRaise(m.call(m.external("pickle.PicklingError"), (text,), {}, place), place)
    is_made = isinstance(value, Instance) and value.cls.module == "threading"
    if is_made and value.cls.lookup("_shown") is not MISSING:  # a lock
        m.call(m.get_attribute(value, "__reduce__", place), (), {}, place)


@PICKLED.function("pickle.loads:call")
def _loads(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.require_fit("pickle.loads", "", args, kwargs, place)
    data = m.decide(args[0] if args else kwargs.get("data"))
    if isinstance(data, str) or (not isinstance(data, bytes) and is_no_text(data)):
        raise m.refusal("TypeError", f"a bytes-like object is required, not '{kind_name(data)}'", place)
    if not isinstance(data, bytes) or kwargs.keys() - {"data"}:
        return m.undecided(data, place)
    if not _is_modest(data):
        m.disturb("what is read from this pickle is not followed", place)
        return m.unknown("an object that is read from a pickle", place)
    try:
        found = m.compute(lambda: _unpickled(data), place)
    except PyRaise as raised:
        if raised.type_name != _Needed.__name__:
            raise
        m.disturb("what this pickle makes of the program's classes is not followed", place)
        return m.unknown("an object that is read from a pickle", place)
    return m.hold(found, place) if _count(found, 0) < _MOST_PARTS else m.unknown("much data", place)


class _Needed(Exception):
    """The data names a class or function."""


def _unpickled(data: bytes) -> Any:
    pickle = importlib.import_module("pickle")  # of which most projects have no use

    class Reader(pickle.Unpickler):  # type: ignore[name-defined,misc]
        """Reads plain data alone."""

        def find_class(self, module_name: str, global_name: str) -> Any:
            """Refuse whatever is named."""
            raise _Needed

    return Reader(io.BytesIO(data)).load()


def _is_modest(data: bytes) -> bool:
    """Return whether reading data takes no more memory than is in proportion to it."""
    if len(data) > _LONGEST or any(code in data for code in _BUFFERS):
        return False
    try:
        for code, argument, _ in importlib.import_module("pickletools").genops(data):
            if code.name in _PLACES and int(argument or 0) > _LONGEST:
                return False
    except Exception:  # Python itself gives up there, too
        return True
    return True


def _count(value: Any, so_far: int) -> int:
    """Return how many parts data has, or more than the most: what it holds twice counts twice."""
    so_far += 1
    parts: list[Any] = []
    if isinstance(value, dict):
        parts = [*value, *value.values()]
    elif isinstance(value, (list, tuple, set, frozenset)):
        parts = [*value]
    for part in parts:
        if so_far >= _MOST_PARTS:
            break
        so_far = _count(part, so_far)
    return so_far


@PICKLED.function("marshal.loads:check")
def _check_marshalled(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    data = m.decide(args[0]) if args else MISSING
    if data == b"":
        raise m.raise_("EOFError", "EOF read where object expected", place)
    if isinstance(data, (str, ListValue, DictValue)):
        raise m.refusal("TypeError", f"a bytes-like object is required, not '{kind_name(data)}'", place)
    if isinstance(data, bytes):
        m.disturb("what is read from marshalled data depends on the version of Python", place)
