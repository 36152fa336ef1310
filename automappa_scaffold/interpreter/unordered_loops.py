"""Loops over elements whose order is not known: what they leave behind that depends on it."""

from collections import Counter
from collections.abc import Iterator, Sequence

from automappa_scaffold.interpreter.control_flow import ControlFlow
from automappa_scaffold.interpreter.frames import Frame
from automappa_scaffold.interpreter.objects import content_of
from automappa_scaffold.interpreter.values import MISSING, DictValue, ListValue, SetValue
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import Node

__all__ = ["depends_on_order", "forget_order", "forget_rounds", "is_driven"]

# What nodes are made of: those of a remembered program are lists.
_PARTS = (tuple, list)
_GROWING = ("append", "extend", "insert", "appendleft", "setdefault", "add", "update")
_PLACES = ("sub", "attr")
# What sums whole numbers, whichever comes first; sums of others differ in their last digits.
_IN_ANY_ORDER = ("Add", "Sub")


def depends_on_order(body: Sequence[Node]) -> bool:
    """Return whether rounds depend on the rounds before: they count, leave the loop, or look back."""
    return any(node[0] in ("aug", "break", "return") for node in _statements(body)) or _carries(body)


def _carries(body: Sequence[Node]) -> bool:
    """Return whether a round reads what another one has left."""
    statements = [*_statements(body)]
    assigned = {name for node in statements for name in _bound_by(node)}
    if _looks_back(body, assigned, set()) or _asks_for_next(body, assigned):
        return True
    grown = {name for node in statements for name in _grown_by(node)} - assigned
    counts = Counter(node[2][2] for node in statements if node[0] == "aug" and node[2][0] == "name")
    is_counted = any(_reads_of(body, name) > times for name, times in counts.items())
    return is_counted or any(_reads_of(body, name) > 0 for name in grown)


def _asks_for_next(part: object, assigned: set[str]) -> bool:
    """Return whether the next element is asked for of what was there before the loop, which counts."""
    if not isinstance(part, _PARTS):
        return False
    if len(part) == 5 and part[0] == "call" and _is_name(part[2], "next") and part[3]:
        given = part[3][0]
        return given[0] == "attr" or (given[0] == "name" and given[2] not in assigned)
    return any(_asks_for_next(inner, assigned) for inner in part)


def _bound_by(node: Node) -> set[str]:
    """Return the names that a statement binds."""
    if node[0] == "assign":
        return {name for target in node[2] for name in _targets(target)}
    return _targets(node[2]) if node[0] == "for" else set()


def _targets(target: Node) -> set[str]:
    if target[0] == "name":
        return {target[2]}
    parts = target[2] if target[0] in ("tuple", "list") else (target[2],) if target[0] == "star" else ()
    return {name for part in parts for name in _targets(part)}


def _looks_back(body: Sequence[Node], assigned: set[str], now: set[str]) -> bool:
    """Return whether a name is read that a later statement of the round before has bound.

    Args:
        now: the names that were bound in this round; those of this block are added.
    """
    for node in body:
        blocks = [*_blocks(node)]
        read = _names(tuple(part for part in node if not _is_block(part))) - _bound_by(node)
        if node[0] == "assign":
            read = _names(node[3]).union(*(_names(target) for target in node[2] if target[0] in _PLACES))
        if node[0] in ("assign", "def", "class"):  # whose targets look like a block
            blocks = []
        if read & assigned - now or any(_looks_back(block, assigned, set(now)) for block in blocks):
            return True
        now |= _bound_by(node)
    return False


def _grown_by(node: Node) -> set[str]:
    """Return the names of what a statement adds to, or counts with."""
    if node[0] == "assign":
        return {target[2][2] for target in node[2] if target[0] == "sub" and target[2][0] == "name"}
    call = node[2] if node[0] == "expr" else None
    if call and call[0] == "call" and call[2][0] == "attr" and call[2][2][0] == "name":
        return {call[2][2][2]} if call[2][3] in _GROWING else set()
    return set()


def _reads_of(part: object, name: str) -> int:
    """Return how often a name is read, but to add to what it stands for, or to look for something in it."""
    if not isinstance(part, _PARTS):
        return 0
    found = sum(_reads_of(inner, name) for inner in part)
    if len(part) > 2 and part[0] == "name" and part[2] == name:
        return found + 1
    if part and part[0] in ("In", "NotIn") and _is_name(part[-1], name):
        return found - 1
    if len(part) == 4 and part[0] in ("sub", "attr") and _is_name(part[2], name):
        is_growth = part[0] == "sub" or part[3] in _GROWING
        return found - is_growth
    return found


def _is_name(part: object, name: str) -> bool:
    return isinstance(part, _PARTS) and len(part) > 2 and part[0] == "name" and part[2] == name


def is_driven(node: Node) -> bool:
    """Return whether what a loop goes through may hand out elements besides: in it, or when it is left."""
    return _leaves(node[4]) or (node[3][0] == "name" and node[3][2] in _names(node[4]))


def _leaves(body: Sequence[Node]) -> bool:
    return any(node[0] in ("break", "return") or any(map(_leaves, _blocks(node))) for node in body)


def _names(part: object) -> set[str]:
    if not isinstance(part, _PARTS):
        return set()
    own = {part[2]} if len(part) > 2 and part[0] == "name" and isinstance(part[2], str) else set()
    return own.union(*map(_names, part))


def _is_block(part: object) -> bool:
    return (
        isinstance(part, _PARTS)
        and bool(part)
        and all(isinstance(inner, _PARTS) and inner and isinstance(inner[0], str) for inner in part)
    )


def forget_rounds(m: ControlFlow, node: Node, place: Place, frame: Frame) -> None:
    """Forget what depends on the order of the rounds, where it turned out that elements have none."""
    forget_order(m, node, place, frame)
    if _leaves(node[4]) or _carries(node[4]):
        m.unsettle("which of these elements come first", place)
        for name in sorted({name for inner in _statements(node[4]) for name in _grown_by(inner)}):
            _forget_contents(m, name, place, frame)
    for inner in _statements(node[4]):
        if inner[0] != "aug":
            continue
        held = m.decide(m.eval(inner[2], frame))
        if isinstance(held, ListValue):
            m.store(held.slots, "shuffled", True)
        elif not (isinstance(held, int) and inner[3] in _IN_ANY_ORDER):
            m.assign(inner[2], m.unknown("what comes of these elements one after another", place), frame)


def forget_order(m: ControlFlow, node: Node, place: Place, frame: Frame) -> None:
    """Forget which element came last, what names it was put into, and in which order containers grew."""
    last = m.unknown("which of these elements comes last", place)
    m.assign(node[2], last, frame)
    bound: set[str] = set()
    placed: list[Node] = []
    for inner in _statements(node[4]):
        if inner[0] == "assign" and inner[3][0] != "const":
            bound.update(target[2] for target in inner[2] if target[0] == "name")
        for target in inner[2] if inner[0] == "assign" else ():
            _shuffle(m, target, frame)
            if target[0] == "attr" and inner[3][0] != "const" and target[2][0] == "name":
                placed.append(target)
    for inner in _statements(node[4]):
        call = inner[2] if inner[0] == "expr" else None
        if call and call[0] == "call" and call[2][0] == "attr" and call[2][3] in _GROWING:
            owner = call[2][2]
            if owner[0] != "name" or owner[2] not in bound:
                _shuffle(m, owner, frame)
            if call[2][3] == "setdefault" and call[3] and call[3][0][0] == "const":
                m.assign(("sub", owner[1], owner, call[3][0]), last, frame)
    bound |= _names(node[2])
    for target in placed:
        if target[2][2] not in bound:
            m.assign(target, last, frame)
    for name in sorted(bound):
        if name in frame.names and not isinstance(frame.names[name], ListValue):
            m.store(frame.names, name, last)


def _forget_contents(m: ControlFlow, name: str, place: Place, frame: Frame) -> None:
    """Forget what a container holds that was filled in rounds which depend on one another."""
    content = content_of(m.decide(m.lookup(name, frame)))
    held = m.unknown("what comes of these elements one after another", place)
    if isinstance(content, DictValue):
        for key in content.items:
            m.store(content.items, key, held)
    elif isinstance(content, ListValue):
        m.store(content.slots, "items", (held,) * len(content.items))


def _shuffle(m: ControlFlow, grown: Node, frame: Frame) -> None:
    """Note of a container that was changed in the rounds, or has what was changed, that it has no order."""
    if grown[0] == "sub":
        _shuffle(m, grown[2], frame)
        return
    held = m.lookup(grown[2], frame) if grown[0] == "name" else MISSING
    content = content_of(m.decide(held))
    if isinstance(content, DictValue):
        m.store(content.meta, "shuffled", True)
    elif isinstance(content, ListValue) and not isinstance(content, SetValue):
        m.store(content.slots, "shuffled", True)


def _statements(body: Sequence[Node]) -> Iterator[Node]:
    """Yield the statements of a block and of the blocks in it, but not of functions and classes."""
    for node in body:
        yield node
        if node[0] not in ("def", "class"):
            for block in _blocks(node):
                yield from _statements(block)


def _blocks(node: Node) -> Iterator[Node]:
    """Yield the blocks of a statement, those of its handlers and cases too."""
    for part in node:
        if _is_block(part):
            yield part
        elif isinstance(part, _PARTS) and part and not isinstance(part[0], str):
            for inner in part:
                if isinstance(inner, _PARTS):
                    yield from _blocks(inner)
