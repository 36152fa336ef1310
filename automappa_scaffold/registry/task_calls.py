"""Calls of a task object and of its methods.

Source: ``celery.app.task`` and ``celery.canvas`` of Celery 5.7, and what they were seen to do.
"""

from collections.abc import Sequence
from typing import Any

from automappa_scaffold.registry.call_arguments import Keywords, Node, arguments_of, items_of
from automappa_scaffold.registry.call_reading import CallReader
from automappa_scaffold.registry.call_sites import TaskCall
from automappa_scaffold.registry.signatures import Arguments
from automappa_scaffold.registry.task_signatures import TaskSignature
from automappa_scaffold.source.places import Place

__all__ = ["call_task"]

_TASK_METHODS = frozenset(
    {"delay", "apply_async", "apply", "s", "si", "signature", "subtask", "starmap", "map", "chunks", "run"}
)


def call_task(reader: CallReader, task: TaskSignature, rest: tuple[str, ...], node: Node) -> Any:
    """Call a task object or one of its methods."""
    _, position, _, args, keywords = node
    place = reader.names.place(position)
    if not rest or rest == ("run",):
        given = reader.given(args, keywords)
        reader.calls.append(TaskCall(task, given, place, "run" if rest else "calling it"))
        return None
    method = rest[0]
    if len(rest) > 1 or method not in _TASK_METHODS:
        reader.values(args)
        reader.values(value for _, value in keywords)
        return None
    if method in ("s", "si"):
        return reader.make(task, reader.given(args, keywords), place, method, immutable=method == "si")
    if method in ("signature", "subtask"):
        return reader.make_signature(task, args, keywords, place, method)
    if method == "delay":
        given = reader.given(args, keywords)
        reader.calls.append(TaskCall(task, given, place, "delay", by_worker=not task.is_checked))
        return None
    if method in ("apply_async", "apply"):
        arguments = reader.packed(task, args, keywords, place, method)
        if arguments is not None:
            by_worker = method == "apply" or not task.is_checked
            reader.calls.append(TaskCall(task, arguments, place, method, by_worker=by_worker))
        return None
    _map(reader, task, method, args, keywords, place)
    return None


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
    for element in (items_of(first) or ()) if first is not None else ():
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
