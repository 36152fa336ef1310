"""Methods that hand what they are given to the same method of the class above, and let its errors out."""

from collections.abc import Sequence

from automappa_scaffold.source.functions import FunctionSpec
from automappa_scaffold.source.passed_arguments import call_in_block, is_changed, parts_of
from automappa_scaffold.source.program import POSITIONAL, VAR_KEYWORD, VAR_POSITIONAL, Node

__all__ = ["PASSING_METHODS", "passes_on"]

PASSING_METHODS = frozenset({"delay", "apply_async", "apply"})
_PACKED = ("args", "kwargs")
_SPREAD = [VAR_POSITIONAL, VAR_KEYWORD]


def passes_on(spec: FunctionSpec, method: str) -> bool:
    """Return whether a task class's own ``delay``, ``apply_async`` or ``apply`` certainly comes to Celery's.

    The arguments for the task get there as they were given; other options may be added or changed.
    """
    if spec.is_async or spec.is_generator or spec.is_lambda or not spec.parameters:
        return False
    names, kinds = [name for name, _, _ in spec.parameters], [kind for _, kind, _ in spec.parameters]
    own, rest = names[0], kinds[1:]
    if kinds[0] > POSITIONAL or own in spec.local_names:
        return False
    if rest == _SPREAD:
        spread = tuple(names[1:])
        return _reaches(spec.body, own, method, spread, is_packed=False)
    is_packed = method != "delay" and tuple(names[1:3]) == _PACKED and rest[:2] == [POSITIONAL] * 2
    return is_packed and _reaches(spec.body, own, method, _PACKED, is_packed=True)


def _reaches(body: Sequence[Node], own: str, method: str, given: tuple[str, ...], *, is_packed: bool) -> bool:
    """Return whether a body calls the method above with what was given, whatever it does before."""
    args, kwargs = given

    def is_call(value: Node) -> bool:
        if value[0] != "call" or value[2][0] != "attr":
            return False
        receiver, called = value[2][2], value[2][3]
        is_own = receiver[0] == "name" and receiver[2] == own
        is_above = receiver[0] == "call" and receiver[2][0] == "name" and receiver[2][2] == "super"
        if method == "delay" and called == "apply_async" and (is_own or is_above):
            return _packs(value, args, kwargs)
        if not is_above or called != method:
            return False
        return _packs(value, args, kwargs) if is_packed else _spreads(value, args, kwargs)

    def is_kept(node: Node) -> bool:
        is_open = method != "delay" and not is_packed  # then options come with the keywords
        return not is_changed(node, args) and (
            not is_changed(node, kwargs) or (is_open and _only_sets_options(node, kwargs))
        )

    return call_in_block(body, is_call, is_kept) is not None


def _packs(call: Node, args: str, kwargs: str) -> bool:
    """Return whether a call hands over a tuple and a dict of arguments, each in its place."""
    first, words = call[3][:2], dict(call[4])
    if any(argument[0] == "star" for argument in first):
        return False
    names = ["args", "kwargs"][len(first) :]
    handed = [*first, *(words.get(name) for name in names)]
    pairs = zip(handed, (args, kwargs), strict=True)
    return all(each is not None and _is_name(each, wanted) for each, wanted in pairs)


def _spreads(call: Node, args: str, kwargs: str) -> bool:
    """Return whether a call hands over all arguments, perhaps with more options."""
    if len(call[3]) != 1 or call[3][0][0] != "star" or not _is_name(call[3][0][2], args):
        return False
    spread = [value for name, value in call[4] if name is None]
    named = {name for name, _ in call[4] if name is not None}
    return len(spread) == 1 and _is_name(spread[0], kwargs) and named.isdisjoint(_PACKED)


def _is_name(node: Node, name: str) -> bool:
    return bool(node[0] == "name" and node[2] == name)


def _only_sets_options(node: Node, kwargs: str) -> bool:
    """Return whether all that a statement does with the keywords is to set an option beside the arguments."""
    uses = [part for part in parts_of(node) if _is_name(part, kwargs)]
    return len(uses) == sum(_sets_option(part, kwargs) for part in parts_of(node))


def _sets_option(part: Node, kwargs: str) -> bool:
    """Return whether a part of a statement is ``kwargs.setdefault("queue", ...)`` or ``kwargs["queue"]``."""
    key: Node | None = None
    if part[0] == "call" and part[2][0] == "attr" and _is_name(part[2][2], kwargs):
        is_of_one = part[2][3] in ("setdefault", "pop", "get") and part[3]
        key = part[3][0] if is_of_one else None
    elif part[0] == "sub" and _is_name(part[2], kwargs):
        key = part[3]
    return key is not None and key[0] == "const" and isinstance(key[2], str) and key[2] not in _PACKED
