"""``match`` statements."""

from collections.abc import Callable, Mapping, Sequence

from automappa_scaffold.interpreter.control_flow import ControlFlow
from automappa_scaffold.interpreter.frames import Frame, Outcome
from automappa_scaffold.interpreter.values import Scope, Value
from automappa_scaffold.source.program import Node

__all__ = ["MATCHING"]


def _match(m: ControlFlow, node: Node, frame: Frame) -> Outcome | None:
    return _match_cases(m, m.eval(node[2], frame), node[3], frame)


def _match_cases(m: ControlFlow, subject: Value, cases: Sequence[Node], frame: Frame) -> Outcome | None:
    if not cases:
        return None
    (pattern, guard, body), rest = cases[0], cases[1:]
    matched = _matches(m, pattern, subject, frame)
    if matched is not False and guard is not None:
        guarded = m.truth(m.eval(guard, frame))
        matched = guarded if matched else (False if guarded is False else None)
    if matched is False:
        return _match_cases(m, subject, rest, frame)
    if matched:
        return m.run_block(body, frame)
    scope = Scope("whether this case matches is not decided", m.place(pattern, frame.module))
    return m.either(
        scope,
        [lambda: m.run_block(body, frame), lambda: _match_cases(m, subject, rest, frame)],
        frame,
    )


def _matches(m: ControlFlow, pattern: Node, subject: Value, frame: Frame) -> bool | None:
    kind = pattern[0]
    place = m.place(pattern, frame.module)
    if kind == "value":
        return m.truth(m.compare("Eq", subject, m.eval(pattern[2], frame), place))
    if kind == "or":
        answers = [_matches(m, option, subject, frame) for option in pattern[2]]
        return True if True in answers else None if None in answers else False
    if kind == "as":
        inner = True if pattern[2] is None else _matches(m, pattern[2], subject, frame)
        if inner is not False and pattern[3]:
            m.store(frame.names, pattern[3], subject)
        return inner
    for name in pattern[2]:
        m.store(frame.names, name, m.unknown("a part of a pattern", place))
    return None


MATCHING: Mapping[str, Callable[[ControlFlow, Node, Frame], Outcome | None]] = {
    "match": _match,
}
