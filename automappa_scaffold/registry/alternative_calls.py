"""Calls of one of several things, ``(first if x else second).delay()``: wrong is what is wrong with each."""

from collections.abc import Sequence

from automappa_scaffold.registry.call_arguments import Node
from automappa_scaffold.registry.call_reading import CallReader
from automappa_scaffold.registry.call_sites import fit_call
from automappa_scaffold.registry.inlined_calls import with_names

__all__ = ["alternatives_of", "call_alternatives"]


def alternatives_of(function: Node) -> Sequence[Node]:
    """Return what is perhaps called, each as an expression; nothing where it is one thing."""
    names: list[str] = []
    while function[0] == "attr":
        names.insert(0, function[3])
        function = function[2]
    return [with_names(side, side[1], names) for side in function[2]] if function[0] == "either" else ()


def call_alternatives(reader: CallReader, sides: Sequence[Node], node: Node) -> None:
    """Look at a call of any of these: where each of them is wrong, that of the first is told."""
    _, position, function, args, keywords = node
    apart = [_called(reader, ("call", position, side, args, keywords)) for side in sides]
    if all(map(_is_wrong, apart)):
        first = apart[0]
        reader.calls += first.calls
        reader.bad += first.bad
        reader.plain += first.plain
        reader.named += first.named
        return
    reader.value(function)
    reader.values(args)
    reader.values(value for _, value in keywords)


def _called(reader: CallReader, call: Node) -> CallReader:
    alone = reader.apart()
    alone.value(call)
    for signature in alone.made:
        alone.close(signature)
    return alone


def _is_wrong(reader: CallReader) -> bool:
    return bool(reader.bad or reader.plain or any(fit_call(call).problem for call in reader.calls))
