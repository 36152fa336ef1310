"""Deleting names, attributes and items."""

from collections.abc import Callable, Mapping

from automappa_scaffold.interpreter.element_kinds import holds_plainly
from automappa_scaffold.interpreter.expressions import Expressions
from automappa_scaffold.interpreter.frames import Frame, Outcome, names_around
from automappa_scaffold.interpreter.import_hooks import takes_finders
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.missing_methods import lacks
from automappa_scaffold.interpreter.objects import Instance
from automappa_scaffold.interpreter.special_values import ProxyValue
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    ListValue,
    Maybe,
    Namespace,
    Value,
)
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import Node

__all__ = ["DELETIONS"]


def _delete(m: Expressions, node: Node, frame: Frame) -> None:
    for target in node[2]:
        place = m.place(target, frame.module)
        if target[0] == "name":
            names = _names_of(target[2], frame)
            if names.get(target[2], MISSING) is MISSING and not frame.module.is_open:
                _refuse_deletion(m, target[2], names, frame, place)
            m.store(names, target[2], MISSING)
        elif target[0] == "attr":
            m.delete_attribute(m.decide(m.eval(target[2], frame)), target[3], place)
        elif target[0] == "sub":
            _delete_item(m, m.eval(target[2], frame), m.eval(target[3], frame), place)


def _refuse_deletion(m: Expressions, name: str, names: Namespace, frame: Frame, place: Place) -> None:
    if frame.function is None or names is frame.module.ns:
        raise m.raise_("NameError", f"name '{name}' is not defined", place)
    if not frame.is_class:
        raise m.unbound(name, is_own=names is frame.names, place=place)


def _names_of(name: str, frame: Frame) -> Namespace:
    """Return where a name is bound that a frame may have declared to be global or of an outer function."""
    spec = frame.function.spec if frame.function is not None and not frame.is_class else None
    if name in frame.declared_global or (spec is not None and name in spec.global_names):
        return frame.module.ns
    around = names_around(name, frame)
    return frame.names if around is None else around


def _delete_item(m: Expressions, container: Value, key: Value, place: Place) -> None:
    if isinstance(container, ListValue) and isinstance(key, slice):
        left = [*container.items]
        m.compute(lambda: left.__delitem__(key), place)
        if container.unknown or any(isinstance(item, Maybe) for item in container.items):
            m.set_item(container, key, (), place)
        else:
            m.store(container.slots, "items", tuple(left))
    elif isinstance(container, ProxyValue) or (isinstance(container, DictValue) and container.is_read_only):
        raise m.raise_("TypeError", "'mappingproxy' object does not support item deletion", place)
    elif isinstance(container, (DictValue, ListValue)):
        m.call(m.get_attribute(container, "pop", place), (key,), {}, place)
    elif isinstance(container, Instance) and container.cls.lookup("__delitem__") is not MISSING:
        m.call(m.special_method(container, "__delitem__", place), (key,), {}, place)
    elif holds_plainly(container, "__delitem__"):
        _delete_item(m, container.payload, key, place)
    elif lacks(container, "__delitem__"):
        text = f"'{kind_name(container)}' object doesn't support item deletion"
        raise m.refusal("TypeError", text, place)
    else:
        takes_finders(m, container, place)


DELETIONS: Mapping[str, Callable[[Expressions, Node, Frame], Outcome | None]] = {"delete": _delete}
