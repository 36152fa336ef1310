"""``match`` statements."""

from collections.abc import Callable, Mapping, Sequence

from automappa_scaffold.interpreter.control_flow import ControlFlow
from automappa_scaffold.interpreter.element_kinds import is_no_container
from automappa_scaffold.interpreter.frames import Frame, Outcome
from automappa_scaffold.interpreter.objects import (
    Class,
    content_of,
)
from automappa_scaffold.interpreter.refusals import is_plain_class
from automappa_scaffold.interpreter.special_values import ViewValue
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    ListValue,
    Maybe,
    Scope,
    SetValue,
    Value,
)
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import Node

__all__ = ["MATCHING"]

Captured = list[tuple[str, Value]]


def _match(m: ControlFlow, node: Node, frame: Frame) -> Outcome | None:
    return _match_cases(m, m.eval(node[2], frame), node[3], frame)


def _match_cases(m: ControlFlow, subject: Value, cases: Sequence[Node], frame: Frame) -> Outcome | None:
    if not cases:
        return None
    (pattern, guard, body), rest = cases[0], cases[1:]
    captured: Captured = []
    matched = _matches(m, pattern, subject, frame, captured)
    if matched is not False:  # what a pattern that does not match has captured is not bound
        for name, value in captured:
            m.bind_name(name, value, frame)
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


def _matches(m: ControlFlow, pattern: Node, subject: Value, frame: Frame, captured: Captured) -> bool | None:
    kind = pattern[0]
    place = m.place(pattern, frame.module)
    if kind == "value":
        if pattern[2][0] == "const" and (pattern[2][2] is None or isinstance(pattern[2][2], bool)):
            return m.truth(m.compare("Is", subject, pattern[2][2], place))
        return m.truth(m.compare("Eq", subject, m.eval(pattern[2], frame), place))
    if kind == "or":
        answer: bool | None = False
        for option in pattern[2]:
            mark = len(captured)
            matched = _matches(m, option, subject, frame, captured)
            if matched:
                return True if answer is False else None
            if matched is False:
                del captured[mark:]
            else:
                answer = None
        return answer
    if kind == "as":
        inner = True if pattern[2] is None else _matches(m, pattern[2], subject, frame, captured)
        if inner is not False and pattern[3]:
            captured.append((pattern[3], subject))
        return inner
    held = content_of(m.decide(subject))
    if kind == "sequence":
        return _matches_sequence(m, pattern, held, frame, captured)
    if kind == "mapping":
        return _matches_mapping(m, pattern, held, frame, captured)
    return _matches_class(m, pattern, subject, frame, captured)


def _all_match(
    m: ControlFlow, patterns: Sequence[Node], values: Sequence[Value], frame: Frame, captured: Captured
) -> bool | None:
    answer: bool | None = True
    for pattern, value in zip(patterns, values, strict=True):
        matched = _matches(m, pattern, value, frame, captured)
        if matched is False:
            return False
        answer = answer if matched else None
    return answer


def _undecided(
    m: ControlFlow, patterns: Sequence[Node], subject: Value, frame: Frame, captured: Captured
) -> None:
    """Bind what patterns capture of a subject that is not known."""
    for pattern in patterns:
        part = m.undecided(subject, m.place(pattern, frame.module))
        if pattern[0] == "star":
            if pattern[2]:
                captured.append((pattern[2], m.new_list((), part)))
        else:
            _matches(m, pattern, part, frame, captured)


def _is_none_of(m: ControlFlow, subject: Value, kind: str, place: Place) -> bool:
    """Return whether an object is certainly not of one of the abstract classes that patterns ask for."""
    if isinstance(subject, (tuple, ListValue, DictValue)):
        return False
    check = m.models["builtins.isinstance"]
    return m.truth(m.call(check, (subject, m.external(f"collections.abc.{kind}")), {}, place)) is False


def _matches_sequence(
    m: ControlFlow, pattern: Node, subject: Value, frame: Frame, captured: Captured
) -> bool | None:
    patterns = pattern[2]
    if isinstance(subject, (DictValue, SetValue, ViewValue)) or is_no_container(subject):
        return False
    if _is_none_of(m, subject, "Sequence", m.place(pattern, frame.module)):
        return False
    items = (
        subject if isinstance(subject, tuple) else subject.items if isinstance(subject, ListValue) else None
    )
    is_open = isinstance(subject, ListValue) and subject.unknown is not None
    if items is None or is_open or any(isinstance(item, Maybe) for item in items):
        _undecided(m, patterns, subject, frame, captured)
        return None
    star = next((index for index, part in enumerate(patterns) if part[0] == "star"), None)
    if star is None:
        return _all_match(m, patterns, items, frame, captured) if len(items) == len(patterns) else False
    behind = len(patterns) - star - 1
    if len(items) < len(patterns) - 1:
        return False
    if patterns[star][2]:
        captured.append((patterns[star][2], m.new_list(items[star : len(items) - behind])))
    rest = (*items[:star], *items[len(items) - behind :])
    return _all_match(m, [*patterns[:star], *patterns[star + 1 :]], rest, frame, captured)


def _matches_mapping(
    m: ControlFlow, pattern: Node, subject: Value, frame: Frame, captured: Captured
) -> bool | None:
    _, _, key_nodes, patterns, rest = pattern
    if isinstance(subject, (tuple, ListValue)) or is_no_container(subject):
        return False
    if _is_none_of(m, subject, "Mapping", m.place(pattern, frame.module)):
        return False
    keys = [m.eval(node, frame) for node in key_nodes]
    if not isinstance(subject, DictValue) or (subject.unknown and not all(k in subject.items for k in keys)):
        _undecided(m, patterns, subject, frame, captured)
        if rest:
            why = m.undecided(subject, m.place(pattern, frame.module))
            captured.append((rest, m.new_dict(unknown=why)))
        return None
    if not all(key in subject.items for key in keys):
        return False
    if rest:
        left = {key: item for key, item in subject.items.items() if key not in keys}
        captured.append((rest, m.new_dict(left, subject.unknown)))
    return _all_match(m, patterns, [subject.items[key] for key in keys], frame, captured)


def _matches_class(
    m: ControlFlow, pattern: Node, subject: Value, frame: Frame, captured: Captured
) -> bool | None:
    _, _, cls_node, positional, names, named = pattern
    place = m.place(pattern, frame.module)
    cls = m.decide(m.eval(cls_node, frame))
    fits = m.truth(m.call(m.models["builtins.isinstance"], (subject, cls), {}, place))
    if fits is False:
        return False
    order: Value = ()
    if positional and isinstance(cls, Class):
        order = cls.lookup("__match_args__")
        if order is MISSING and isinstance(cls.lookup("__dataclass_fields__"), DictValue):
            order = tuple(cls.lookup("__dataclass_fields__").items)
        if order is MISSING and (cls.module == "builtins" or cls.has_content) and len(positional) == 1:
            inner = _matches(m, positional[0], subject, frame, captured)
            return inner if fits else (False if inner is False else None)
    if fits and order is MISSING and is_plain_class(cls):
        order = ()
    is_told = fits and isinstance(order, tuple) and is_plain_class(cls)
    if is_told and len(order) < len(positional):
        few = f"{len(order)} positional sub-pattern{'' if len(order) == 1 else 's'}"
        text = f"{cls.name}() accepts {few} ({len(positional)} given)"
        raise m.refusal("TypeError", text, place)
    if fits is None or not isinstance(order, tuple) or len(order) < len(positional):
        _undecided(m, [*positional, *named], subject, frame, captured)
        return None
    values = []
    for name in (*order[: len(positional)], *names):
        found = m.find_attribute(subject, name, place)
        if found is MISSING:
            return False
        values.append(found)
    return _all_match(m, [*positional, *named], values, frame, captured)


MATCHING: Mapping[str, Callable[[ControlFlow, Node, Frame], Outcome | None]] = {
    "match": _match,
}
