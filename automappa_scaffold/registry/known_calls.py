"""Calls of what Python and Django have for everyone: partials, elements of dicts, what a commit calls."""

from typing import Any

from automappa_scaffold.registry.app_calls import add_periodic
from automappa_scaffold.registry.call_arguments import NOTHING, Node
from automappa_scaffold.registry.call_reading import CallReader
from automappa_scaffold.registry.call_results import A_PARTIAL
from automappa_scaffold.registry.canvas_parts import feed
from automappa_scaffold.registry.handed_over import Made
from automappa_scaffold.registry.symbol_kinds import Symbol, SymbolKind

__all__ = ["NOT_KNOWN", "call_known"]

NOT_KNOWN = object()
_PARTIAL = frozenset({"functools.partial"})
_ON_COMMIT = frozenset({"django.db.transaction.on_commit"})


def call_known(reader: CallReader, target: Symbol, node: Node) -> Any:
    """Return what a call gives; NOT_KNOWN: it is of something else."""
    function, args = node[2], node[3]
    if target.name in _PARTIAL and args:
        return _partial(reader, node)
    if target.name in _ON_COMMIT and args:
        return _on_commit(reader, node)
    name = function[3][-1] if function[0] == "ref" and function[3] else ""
    if name == "add_periodic_task" and target.kind is SymbolKind.OTHER:
        return add_periodic(reader, node)
    if name == "get" and args:
        return _got(reader, target, node)
    return NOT_KNOWN


def _got(reader: CallReader, target: Symbol, node: Node) -> Symbol | None:
    """Return what ``TABLE.get("key")`` or ``app.tasks.get("name")`` gives, where the table has the key."""
    _, _, function, args, keywords = node
    reader.values(args)
    reader.values(value for _, value in keywords)
    if target.kind is SymbolKind.APP and target.rest == ("tasks", "get") and target.is_main_app:
        name = reader.names.text(args[0])
        task = reader.names.symbols.task_named(name) if name else None
        return Symbol(SymbolKind.TASK, task.name, task) if task is not None else None
    table = ("ref", function[1], function[2], function[3][:-1])
    held = reader.names.element(table, args[0])
    return held if held.kind in (SymbolKind.TASK, SymbolKind.FUNCTION) else None


def _partial(reader: CallReader, node: Node) -> Any:
    """Return what ``functools.partial(task.delay, ...)`` makes: like a signature it may be given more."""
    _, position, _, args, keywords = node
    target, given = reader.value(args[0]), reader.given(args[1:], keywords)
    if isinstance(target, Symbol) and target.task is not None and target.rest == ("delay",):
        return reader.make(target.task, given, reader.names.place(position), "delay")
    return Made("functools.partial", A_PARTIAL)


def _on_commit(reader: CallReader, node: Node) -> None:
    """Look at ``transaction.on_commit(callback)``, which calls it without arguments."""
    _, position, _, args, keywords = node
    reader.values(args[1:])
    reader.values(value for _, value in keywords)
    callback = reader.value(args[0])
    if isinstance(callback, Symbol) and callback.task is not None and callback.rest == ("delay",):
        callback = reader.make(callback.task, NOTHING, reader.names.place(position), "delay")
    feed(callback, NOTHING)
