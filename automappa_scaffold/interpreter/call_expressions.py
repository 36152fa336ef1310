"""Calls, those included that look at their caller."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from automappa_scaffold.interpreter.dispatch import EVALUATE
from automappa_scaffold.interpreter.dynamic_code import run_text
from automappa_scaffold.interpreter.evaluation import Evaluation
from automappa_scaffold.interpreter.frames import Frame, class_cell
from automappa_scaffold.interpreter.marks import NOT_OF_CLASSES
from automappa_scaffold.interpreter.objects import Bound, Instance, Native, Super
from automappa_scaffold.interpreter.refusals import is_seen_class
from automappa_scaffold.interpreter.values import MISSING, DictValue, Maybe, Unknown, Value, is_perhaps_bound
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import POSITIONAL, POSITIONAL_ONLY, VAR_KEYWORD, VAR_POSITIONAL, Node

__all__ = ["CALLS"]

_BY_PLACE = (POSITIONAL_ONLY, POSITIONAL)
_COLLECTING = (VAR_POSITIONAL, VAR_KEYWORD)


def _call(m: Evaluation, node: Node, frame: Frame) -> Value:
    place = frame.module.places.get(node[1])
    if place is None:
        place = m.place_in(node, frame)
    callee = node[2]
    if callee[0] == "name" and not node[3] and not node[4]:
        special = _call_by_name(m, callee[2], frame, place)
        if special is not MISSING:
            return special
    function = EVALUATE[callee[0]](m, callee, frame)
    args, kwargs = m.arguments(node[3], node[4], frame, function)
    if function.__class__ is Native and function.name in ("exec", "eval") and not kwargs:
        ran = run_text(m, function.name, args, frame, place)
        if ran is not MISSING:
            return ran
    m.caller, m.callee = frame, function.function if function.__class__ is Bound else function
    return m.call(function, args, kwargs, place)


def _call_by_name(m: Evaluation, name: str, frame: Frame, place: Place) -> Value:
    """Return ``super()``, ``globals()``, ``locals()`` and ``vars()``, which look at their caller."""
    if name == "super":
        return _super(m, frame, place)
    if name == "dir" and name not in frame.module.ns:
        is_open = frame.names is frame.module.ns and frame.module.is_open
        others = m.unknown("names from outside the project", place) if is_open else None
        hidden = NOT_OF_CLASSES - {"__qualname__"} if frame.is_class else frozenset()
        shown = sorted(n for n in frame.names if isinstance(n, str) and n not in hidden)
        held = [(n, frame.names[n]) for n in shown]
        return m.new_list([Maybe(n, v.scope) if is_perhaps_bound(v) else n for n, v in held], others)
    if name in ("globals", "locals", "vars") and name not in frame.module.ns:
        names = frame.module.ns if name == "globals" else frame.names
        owner = frame.module if names is frame.module.ns else frame if frame.is_class else None
        if owner is None:  # a function's variables are not changed by it
            own = {name: names[name] for name in _in_order(frame)}
            return m.new_dict({**own, **_variables_around(frame), **own}, _perhaps_around(m, frame, place))
        return DictValue(names, m.namespace(unknown=None, owner=owner))
    return MISSING


def _in_order(frame: Frame) -> list[str]:
    """Return the names of a function's variables in the order in which its code lists them."""
    code = frame.function.spec.code if frame.is_body else None
    listed = [*code.co_varnames, *code.co_cellvars] if code is not None else _parameters_in_order(frame)
    return [name for name in dict.fromkeys((*listed, *frame.names)) if name in frame.names]


def _parameters_in_order(frame: Frame) -> list[str]:
    parameters = frame.function.spec.parameters if frame.is_body else ()
    return [name for name, kind, _ in sorted(parameters, key=lambda parameter: parameter[1] in _COLLECTING)]


def _outer_names(frame: Frame) -> dict[str, Value]:
    """Return the variables of the functions around a function."""
    found: dict[str, Value] = {}
    outer = frame.parent if frame.is_body else None
    while outer is not None:
        if outer.is_body:
            found = {**outer.names, **found}
        outer = outer.parent
    return found


def _variables_around(frame: Frame) -> dict[str, Value]:
    """Return those variables of functions around that a function itself uses: ``locals()`` has them too."""
    outer = _outer_names(frame)
    used = set(_names_in(frame.function.spec.body)) if outer else set()
    return {name: value for name, value in outer.items() if name in used}


def _perhaps_around(m: Evaluation, frame: Frame, place: Place) -> Unknown | None:
    """Return why there may be more of them: functions inside it may use others."""
    is_seen = not _outer_names(frame) or not any(map(_holds_function, frame.function.spec.body))
    return None if is_seen else m.unknown("which variables of the functions around are used", place)


def _names_in(node: Any) -> Iterator[str]:
    if isinstance(node, (tuple, list)):
        if len(node) > 2 and node[0] == "name" and isinstance(node[2], str):
            yield node[2]
        for part in node:
            yield from _names_in(part)


def _holds_function(node: Any) -> bool:
    if not isinstance(node, (tuple, list)):
        return False
    return (len(node) > 0 and node[0] in ("def", "lambda", "class")) or any(map(_holds_function, node))


def _super(m: Evaluation, frame: Frame, place: Place) -> Value:
    current: Frame | None = frame
    while current is not None and current.function is None:
        current = current.parent
    if current is None and not frame.is_class:
        raise m.raise_("RuntimeError", "super(): no arguments", place)
    if current is None:
        return MISSING
    spec = current.function.spec
    if (not spec.parameters or spec.parameters[0][1] not in _BY_PLACE) and frame.module.path:
        raise m.refusal("RuntimeError", "super(): no arguments", place)
    owner = current.function.owner
    if owner is None:
        if frame.module.path and class_cell(current) is None:
            raise m.refusal("RuntimeError", "super(): __class__ cell not found", place)
        return MISSING
    first = current.names.get(spec.parameters[0][0])
    if isinstance(first, Instance) and is_seen_class(first.cls) and not first.cls.is_subclass(owner):
        text = "super(type, obj): obj must be an instance or subtype of type"
        raise m.refusal("TypeError", text, place)
    return Super(owner, first)


CALLS: Mapping[str, Callable[[Evaluation, Node, Frame], Value]] = {
    "call": _call,
}
