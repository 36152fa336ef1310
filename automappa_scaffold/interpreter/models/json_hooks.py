"""``json.loads`` with functions of the program's, which are given objects and numbers as these are read."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Kwargs
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.source.places import Place

__all__ = ["HOOKS", "parse_with_hooks"]

# The arguments that are functions.
HOOKS = frozenset(("object_hook", "object_pairs_hook", "parse_constant", "parse_float", "parse_int"))


class _Made:
    """What a function of the program made, among what Python itself reads."""

    __slots__ = ("value",)

    def __init__(self, value: Value) -> None:
        self.value = value


def parse_with_hooks(m: Imports, text: str | bytes, hooks: Kwargs, place: Place) -> Value:
    """Return what the text holds; ``hooks`` are called in the order in which Python calls them.

    Raises:
        ValueError: it is no JSON.
    """

    def calling(hook: Value, lift: Callable[[Imports, Any], Value]) -> Callable[[Any], _Made]:
        return lambda read: _Made(m.call(hook, (lift(m, read),), {}, place))

    called: dict[str, Any] = {
        name: calling(hook, _lift_pairs if name == "object_pairs_hook" else _lift)
        for name, hook in hooks.items()
    }
    return _lift(m, json.loads(text, **called))


def _lift(m: Imports, read: Any) -> Value:
    if isinstance(read, _Made):
        return read.value
    if isinstance(read, list):
        return m.new_list([_lift(m, item) for item in read])
    if isinstance(read, dict):
        return m.new_dict({key: _lift(m, item) for key, item in read.items()})
    return read


def _lift_pairs(m: Imports, read: Iterable[tuple[str, Any]]) -> Value:
    return m.new_list([(key, _lift(m, item)) for key, item in read])
