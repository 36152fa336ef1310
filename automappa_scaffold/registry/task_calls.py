"""Calls of a task object and of its methods.

Source: ``celery.app.task`` and ``celery.canvas`` of Celery 5.7, and what they were seen to do.
"""

from collections.abc import Sequence
from typing import Any

from automappa_scaffold.registry.app_calls import call_app
from automappa_scaffold.registry.call_arguments import (
    NOTHING,
    Keywords,
    Node,
    arguments_of,
    items_of,
    pairs_of,
    partly_known,
)
from automappa_scaffold.registry.call_reading import CallReader
from automappa_scaffold.registry.call_results import A_METHOD, SENT, returned_by
from automappa_scaffold.registry.call_sites import PlainCall, TaskCall
from automappa_scaffold.registry.canvas_parts import feed
from automappa_scaffold.registry.signatures import Arguments
from automappa_scaffold.registry.symbol_kinds import ONLY_TASKS_HAVE, PLAIN_FUNCTION, Symbol, SymbolKind
from automappa_scaffold.registry.task_signatures import TaskSignature
from automappa_scaffold.registry.wrapped_calls import NOT_WRAPPED, call_own_method
from automappa_scaffold.source.places import Place

__all__ = ["call_task"]

# What may be a list or the like of any length.
_PERHAPS_FILLED = frozenset({"ref", "call", "other", "item", "attr"})
_CONTAINERS = ("list", "tuple", "set", "dict")
_TASK_METHODS = frozenset(
    (
        *("delay", "delay_on_commit", "apply_async", "apply_async_on_commit", "apply", "__call__", "run"),
        *("s", "si", "signature", "subtask", "starmap", "map", "chunks", "retry", "replace", "add_to_chord"),
    )
)


def call_task(reader: CallReader, task: TaskSignature, rest: tuple[str, ...], node: Node) -> Any:
    """Call a task object or one of its methods."""
    _, position, _, args, keywords = node
    place = reader.names.place(position)
    if len(rest) == 2 and rest[0] == "app" and reader.names.symbols.task_named(task.name) is not None:
        return call_app(reader, Symbol(SymbolKind.APP, rest=rest[1:], is_main_app=True), node)
    if not rest or rest in (("run",), ("__call__",)):
        given = reader.given(args, keywords)
        reader.calls.append(TaskCall(task, given, place, "run" if rest == ("run",) else "calling it"))
        return returned_by(task)
    method = rest[0]
    if method in _TASK_METHODS and len(rest) == 2 and rest[1] in ONLY_TASKS_HAVE:
        what = PLAIN_FUNCTION if method == "run" else A_METHOD
        symbol = Symbol(SymbolKind.FUNCTION, f"{task.name}.{method}", place=task.place, what=what)
        reader.plain.append(PlainCall(symbol, rest[1], place))
    if len(rest) == 1 and method not in _TASK_METHODS:
        own = call_own_method(reader, task, node)
        if own is not NOT_WRAPPED:
            return own
    if len(rest) > 1 or method not in _TASK_METHODS:
        reader.values(args)
        reader.values(value for _, value in keywords)
        return None
    if method == "retry":
        return _retry(reader, task, args, keywords, place)
    if method in ("replace", "add_to_chord"):
        for part in reader.values(args[:1]):
            feed(part, NOTHING)
        return None
    if method in ("s", "si"):
        return reader.make(task, reader.given(args, keywords), place, method, immutable=method == "si")
    if method in ("signature", "subtask"):
        return reader.make_signature(task, args, keywords, place, method)
    if method in ("delay", "delay_on_commit"):
        given = reader.given(args, keywords)
        reader.calls.append(TaskCall(task, given, place, method, by_worker=not task.is_checked))
        return SENT
    if method in ("apply_async", "apply_async_on_commit", "apply"):
        arguments = reader.packed(task, args, keywords, place, method)
        if arguments is not None:
            by_worker = method == "apply" or not task.is_checked
            reader.calls.append(TaskCall(task, arguments, place, method, by_worker=by_worker))
        return SENT
    _map(reader, task, method, args, keywords, place)
    return None


def _retry(
    reader: CallReader, task: TaskSignature, args: Sequence[Node], keywords: Keywords, place: Place
) -> None:
    """Look at ``retry(args, kwargs)``: what it is not given is what this try was given."""
    reader.values(args)
    reader.values(value for _, value in keywords)
    words = {name: value for name, value in keywords if name is not None}
    if len(words) < len(keywords) or any(arg[0] == "star" for arg in args):
        return
    first = args[0] if args else words.get("args")
    second = args[1] if len(args) > 1 else words.get("kwargs")
    positional = None if _is_left_out(first) else items_of(first)
    named = None if _is_left_out(second) else pairs_of(second)
    if positional is not None or named is not None:
        arguments = partly_known(positional, named)
        reader.calls.append(TaskCall(task, arguments, place, "retry", by_worker=not task.is_checked))


def _is_left_out(node: Node | None) -> bool:
    return node is None or (node[0] == "const" and node[2] == "none")


def _elements(first: Node | None, method: str) -> Sequence[Node]:
    """Return what a task is mapped over: each element, or one that stands for all; nothing: not known."""
    if first is None or first[0] == "star":
        return ()
    if first[0] == "comp":
        return (first[2],)
    written = items_of(first)
    if written is not None:
        return written
    if method == "map":  # each element is the one argument, whatever it is
        is_filled = first[0] in _PERHAPS_FILLED or first[2] in _CONTAINERS
        return (("other", first[1], ()),) if is_filled else ()
    return ()


def _map(
    reader: CallReader,
    task: TaskSignature,
    method: str,
    args: Sequence[Node],
    keywords: Keywords,
    place: Place,
) -> None:
    """Look at the elements that a task is mapped over; the worker calls it with each."""
    reader.values(args)
    reader.values(value for _, value in keywords)
    first = args[0] if args else dict(keywords).get("it")
    for element in _elements(first, method):
        arguments: Arguments | None = None
        if element[0] == "star":
            continue
        if method == "map":
            arguments = Arguments(positional=(element,))
        else:
            items = items_of(element)
            arguments = arguments_of(items, ()) if items is not None else None
        if arguments is not None:
            reader.calls.append(
                TaskCall(task, arguments, reader.names.place(element[1]), method, by_worker=True)
            )
