"""The arguments of a call as its source has them, from expressions of ``source.call_expressions``."""

from collections.abc import Iterable, Sequence
from typing import Any

from automappa_scaffold.registry.signatures import Arguments

__all__ = [
    "NOTHING",
    "ONE_RESULT",
    "Keywords",
    "Node",
    "arguments_of",
    "items_of",
    "pairs_of",
    "partly_known",
    "put_before",
    "spread",
    "why_not_packed",
]

Node = Sequence[Any]
Keywords = Sequence[tuple[str | None, Node]]

_RESULT: Node = ("other", (0, 0, 0, 0), ())
NOTHING = Arguments()
ONE_RESULT = Arguments(positional=(_RESULT,))


def arguments_of(args: Sequence[Node], keywords: Iterable[tuple[str | None, Node]]) -> Arguments:
    """Return arguments as written, stars and all."""
    words = list(keywords)
    positional: list[Node] = []
    more: int | None = None
    for arg in args:
        if arg[0] == "star":
            inner = items_of(arg[2])
            if inner is not None and not any(item[0] == "star" for item in inner):
                positional += inner
                continue
            more = len(positional) if more is None else more
        else:
            positional.append(arg)
    named = {name: value for name, value in words if name is not None}
    is_open = False
    for name, value in words:
        if name is None:
            inner_pairs = pairs_of(value)
            is_open = is_open or inner_pairs is None or any(key is None for key, _ in inner_pairs)
            named |= {key: item for key, item in inner_pairs or () if key is not None}
    return Arguments(tuple(positional), named, more, is_open)


def partly_known(positional: Sequence[Node] | None, named: Keywords | None) -> Arguments:
    """Return arguments of which a part is known; None stands for any."""
    star: Node = ("star", (0, 0, 0, 0), _RESULT)
    return arguments_of(
        [star] if positional is None else positional, [(None, _RESULT)] if named is None else named
    )


def spread(keywords: Keywords) -> Keywords:
    """Return keywords with those of a known dict, given by ``**``, one by one."""
    made: list[tuple[str | None, Node]] = []
    for name, value in keywords:
        pairs = pairs_of(value) if name is None and value[0] == "dict" else None
        made += [(name, value)] if pairs is None else pairs
    return made


def put_before(first: Arguments, own: Arguments) -> Arguments:
    """Return the arguments of a signature with others put before them; names given later win."""
    more = first.more_positional
    if more is None and own.more_positional is not None:
        more = len(first.positional) + own.more_positional
    return Arguments(
        (*first.positional, *own.positional),
        {**own.keywords, **first.keywords},
        more,
        first.more_keywords or own.more_keywords,
    )


def items_of(node: Node | None) -> Sequence[Node] | None:
    """Return the elements of a tuple or list as written; None where they are not known."""
    if node is None or (node[0] == "const" and node[2] == "none"):
        return ()
    return node[2] if node[0] in ("tuple", "list") else None


def pairs_of(node: Node | None) -> Keywords | None:
    """Return a dict's pairs as keywords; a name of None stands for any others."""
    if node is None or (node[0] == "const" and node[2] == "none"):
        return ()
    if node[0] != "dict":
        return None
    pairs: list[tuple[str | None, Node]] = []
    for key, value in node[2]:
        spread = pairs_of(value) if key is None else None
        if spread is not None:
            pairs += spread
            continue
        is_text = key is not None and key[0] == "const" and key[2] == "str" and isinstance(key[3], str)
        pairs.append((key[3], value) if is_text else (None, _RESULT))
    return pairs


def why_not_packed(node: Node | None, which: str) -> str:
    """Return why something cannot be a message's arguments, or an empty text."""
    if node is None:
        return ""
    kind, shown = node[0], None
    if kind == "const":
        kind, shown = node[2], node[3]
        if shown in (None, "", False, "0", "0.0"):
            return ""  # nothing, or something of unknown content
    elif kind not in (("dict", "set") if which == "args" else ("list", "tuple", "set")) or not node[2]:
        return ""
    wanted = "a tuple or list of the arguments" if which == "args" else "a dict of the arguments by name"
    written = repr(shown) if kind == "str" else f"a {kind}" if shown is None else str(shown)
    hint = f": a tuple of one is ({written},)" if which == "args" and shown else ""
    return f"({written}) where {which} has to be {wanted}{hint}"
