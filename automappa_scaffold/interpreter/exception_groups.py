"""``except*``: which parts of a group of exceptions go to which handler."""

from collections.abc import Callable, Mapping, Sequence

from automappa_scaffold.interpreter.error_handling import ErrorHandling, run_final, run_handler, try_block
from automappa_scaffold.interpreter.frames import Frame, Outcome
from automappa_scaffold.interpreter.objects import Function, Instance
from automappa_scaffold.interpreter.raising import EXCEPTIONS, PyRaise
from automappa_scaffold.interpreter.values import ListValue, Value
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import Node

__all__ = ["EXCEPTION_GROUPS"]

_UNDECIDED = "which parts of an exception go to which except*"


class _UndecidedPartsError(Exception):
    """It is not known what is in a group, or which of it a handler takes."""


def _try_star(m: ErrorHandling, node: Node, frame: Frame) -> Outcome | None:
    """Run a ``try`` with ``except*``."""
    place = m.place(node, frame.module)

    def run_each(raised: PyRaise) -> None:
        if raised.ends_process:
            raise raised
        try:
            plan = _plan(m, node[3], raised, frame, place)
        except _UndecidedPartsError:
            _run_all(m, node[3], raised, frame, place)
            return
        _run_plan(m, plan, raised, frame, place)

    catcher = m.catching(run_each)
    outcome: Outcome | None = None
    try:
        try:
            outcome = m.run_catching(
                catcher, lambda: try_block(m, (*node[:3], (), *node[4:]), catcher, frame), frame
            )
        except PyRaise as raised:
            run_each(raised)
    except PyRaise as left:
        final = run_final(m, node[5], left, frame)
        if final is not None:
            return final
        raise
    final = m.run_block(node[5], frame)
    return final if final is not None else outcome


# What each handler is given, and what none of them takes.
_Plan = tuple[list[tuple[Node, Instance]], Value]


def _plan(m: ErrorHandling, handlers: Sequence[Node], raised: PyRaise, frame: Frame, place: Place) -> _Plan:
    """Return which handlers are given which groups; the types of later ones are asked for what is left.

    Raises:
        _UndecidedPartsError: it is not known.
    """
    left: Value = raised.value
    if "ExceptionGroup" not in EXCEPTIONS or not isinstance(left, Instance):
        raise _UndecidedPartsError
    found: list[tuple[Node, Instance]] = []
    for handler in handlers:
        if left is None:
            break
        kind = m.eval(handler[1], frame)
        taken, left = _split(m, left, kind, place)
        if taken is not None:
            if not _is_group(taken):
                taken = _group(m, "", [taken])
            found.append((handler, taken))
    return found, left


def _split(m: ErrorHandling, value: Instance, kind: Value, place: Place) -> tuple[Value, Value]:
    """Return what of an exception a handler takes, and what it leaves; None: nothing."""
    takes = m.catches(kind, PyRaise(value, place))
    if takes is None:
        raise _UndecidedPartsError
    if takes or not _is_group(value):
        return (value, None) if takes else (None, value)
    parts: tuple[list[Value], list[Value]] = ([], [])
    for part in _parts(value):
        for side, held in zip(parts, _split(m, part, kind, place), strict=True):
            if held is not None:
                side.append(held)
    if not parts[0] or not parts[1]:
        return (value, None) if parts[0] else (None, value)
    text = value.ns["args"][0]
    taken, left = (_group(m, text, side) for side in parts)
    return taken, left


def _is_group(value: Value) -> bool:
    return isinstance(value, Instance) and EXCEPTIONS["BaseExceptionGroup"] in value.cls.mro


def _parts(group: Instance) -> list[Instance]:
    args = group.ns.get("args")
    if not isinstance(args, tuple) or len(args) != 2 or isinstance(group.cls.lookup("derive"), Function):
        raise _UndecidedPartsError
    held = args[1]
    items = held.items if type(held) is ListValue and not held.unknown else held
    if not isinstance(items, tuple) or not all(isinstance(item, Instance) for item in items):
        raise _UndecidedPartsError
    return [*items]


def _group(m: ErrorHandling, text: Value, parts: Sequence[Value]) -> Instance:
    """Return a group of exceptions, as Python makes it where it divides another."""
    is_usual = all(EXCEPTIONS["Exception"] in part.cls.mro for part in parts)
    kind = EXCEPTIONS["ExceptionGroup" if is_usual else "BaseExceptionGroup"]
    return Instance(kind, m.namespace(args=(text, m.new_list(parts)), message=text, exceptions=tuple(parts)))


def _run_plan(m: ErrorHandling, plan: _Plan, raised: PyRaise, frame: Frame, place: Place) -> None:
    found, left = plan
    new: list[PyRaise] = []
    again: list[PyRaise] = []
    for (_, _, name, body), group in found:
        try:
            run_handler(m, body, name, PyRaise(group, raised.place), frame)
        except PyRaise as other:
            if other.ends_process:
                raise
            (again if other.value is group else new).append(other)
    rest = [each.value for each in again] + ([left] if left is not None else [])
    if new and not _is_group(raised.value):
        raise new[0]
    if new:  # what handlers raise, and what none takes, ends up in one group
        parts = [each.value for each in new]
        if len(rest) > 1:  # it keeps the shape of the group that was divided
            rest = [m.unknown("what is left of an exception group", place)]
        if not all(isinstance(part, Instance) for part in (*parts, *rest)):
            m.disturb(_UNDECIDED, place)
            raise new[0]
        raise PyRaise(_group(m, "", [*parts, *rest]), new[0].place) from new[0]
    if left is not None and not again:
        raise raised if left is raised.value else PyRaise(left, raised.place)
    if len(rest) > 1 or (again and len(found) > 1):
        if len(again) < len(found):
            m.disturb(_UNDECIDED, place)
        raise raised
    if again:
        raise again[0]


def _run_all(m: ErrorHandling, handlers: Sequence[Node], raised: PyRaise, frame: Frame, place: Place) -> None:
    """Run all handlers, of which it is not known what they are given."""
    m.disturb(_UNDECIDED, place)
    for _, _, name, body in handlers:
        run_handler(m, body, name, PyRaise(m.unknown("an exception group", None), raised.place), frame)


EXCEPTION_GROUPS: Mapping[str, Callable[[ErrorHandling, Node, Frame], Outcome | None]] = {
    "trystar": _try_star,
}
