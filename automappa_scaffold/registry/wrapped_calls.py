"""Calls of the project's own small functions, read as what these do with their arguments."""

from typing import Any

from automappa_scaffold.registry.call_arguments import Node
from automappa_scaffold.registry.call_names import FileNames
from automappa_scaffold.registry.call_reading import CallReader
from automappa_scaffold.registry.call_results import literal_kind
from automappa_scaffold.registry.call_sites import fit_call
from automappa_scaffold.registry.handed_over import Made
from automappa_scaffold.registry.inlined_calls import bind, expand
from automappa_scaffold.registry.symbol_kinds import Symbol, SymbolKind
from automappa_scaffold.registry.task_signatures import TaskSignature
from automappa_scaffold.source.wrapping_functions import WrappingFunction

__all__ = ["NOT_WRAPPED", "call_own_method", "call_wrapping"]

NOT_WRAPPED = object()
_DEEPEST = 3


def call_wrapping(reader: CallReader, target: Any, node: Node, *, is_asked: bool) -> Any:
    """Return what a call of a function that does one thing gives; NOT_WRAPPED: another call.

    Args:
        is_asked: an attribute is taken of what it gives, as in ``coroutine().close()``.

    What is wrong in such a function whatever it is given is told there, and not for each of its calls.
    """
    is_named = node[2][0] == "ref" and isinstance(target, Symbol) and not target.rest
    if not is_named or target.kind not in (SymbolKind.FUNCTION, SymbolKind.OTHER) or reader.depth >= _DEEPEST:
        return NOT_WRAPPED
    found = reader.names.wrapping(node[2], target)
    if found is None or (found[0].is_async and is_asked):
        return NOT_WRAPPED
    return _inlined(reader, *found, node)


def call_own_method(reader: CallReader, task: TaskSignature, node: Node) -> Any:
    """Return what a call of a method of the task's own class gives; NOT_WRAPPED: another call."""
    _, position, function, args, keywords = node
    name = function[3][-1] if function[0] == "ref" else function[3]
    place = task.method(name) if reader.depth < _DEEPEST else None
    if place is None:
        return NOT_WRAPPED
    itself = ("ref", *function[1:3], function[3][:-1]) if function[0] == "ref" else function[2]
    symbols = reader.names.symbols
    one = next((each for each in symbols.wrapping_in(place.path) if each.line == place.line), None)
    if one is None:
        return NOT_WRAPPED
    names = FileNames(symbols, place.path, reader.names.import_root)
    return _inlined(reader, one, names, ("call", position, function, (itself, *args), keywords))


def _inlined(reader: CallReader, function: WrappingFunction, names: FileNames, node: Node) -> Any:
    """Return what a function does in the place of its call, with the arguments put in."""
    bound = bind(function, node, names.binding_for_all)
    if bound is None:
        return NOT_WRAPPED
    nothing_known = expand(function, node, {}, names.binding_for_all)
    made = expand(function, node, bound, names.binding_for_all)
    if nothing_known is None or made is None:
        return NOT_WRAPPED
    alone = reader.apart()
    alone.value(nothing_known[0])
    for signature in alone.made:
        alone.close(signature)
    if alone.bad or alone.plain or alone.missing or any(fit_call(call).problem for call in alone.calls):
        return NOT_WRAPPED
    told = {named.name for named in alone.named}
    expression, others = made
    reader.values(others)
    before = len(reader.named)
    reader.depth += 1
    value = reader.value(expression)
    reader.depth -= 1
    reader.named[before:] = [named for named in reader.named[before:] if named.name not in told]
    kind = literal_kind(expression) or literal_kind(function.does)
    return Made("", kind) if value is None and kind else value
