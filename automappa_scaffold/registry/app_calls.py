"""Calls of an app's methods: tasks by their names, and beat's.

Source: ``celery.app.task`` and ``celery.canvas`` of Celery 5.7, and what they were seen to do.
"""

from typing import Any

from automappa_scaffold.registry.call_arguments import Node, items_of, pairs_of, partly_known
from automappa_scaffold.registry.call_reading import CallReader
from automappa_scaffold.registry.call_results import SENT
from automappa_scaffold.registry.call_sites import TaskCall
from automappa_scaffold.registry.canvas_parts import feed
from automappa_scaffold.registry.symbol_kinds import Symbol

__all__ = ["add_periodic", "call_app", "call_control"]

# Each asks the workers about a task by its name, the first argument.
_LIMITING = frozenset({"rate_limit", "time_limit"})


def call_app(reader: CallReader, app: Symbol, node: Node) -> Any:
    """Call a method of an app."""
    _, position, _, args, keywords = node
    method = app.rest[0]
    place = reader.names.place(position)
    if method in ("signature", "subtask", "send_task"):
        first = args[0] if args else dict(keywords).get("name" if method == "send_task" else "varies")
        if first is None or first[0] == "star":
            reader.values(args)
            return None
        task = reader.ask(reader.names.text(first), method, first, app)
        rest = args[1:] if args else ()
        others = tuple(pair for pair in keywords if pair[0] != "name")
        if method != "send_task":
            return reader.make_signature(task, rest, others, place, method)
        if task is not None:
            arguments = reader.packed(task, rest, others, place, method)
            if arguments is not None:
                reader.calls.append(TaskCall(task, arguments, place, method, by_worker=True))
        else:
            reader.values(args)
            reader.values(value for _, value in keywords)
        return SENT
    if method == "add_periodic_task":
        return add_periodic(reader, node)
    reader.values(args)
    reader.values(value for _, value in keywords)
    return None


def call_control(reader: CallReader, app: Symbol, node: Node) -> None:
    """Call a method of ``app.control``: some name a task."""
    _, _, _, args, keywords = node
    method = app.rest[-1]
    first = args[0] if args else dict(keywords).get("task_name")
    if method in _LIMITING and first is not None and first[0] != "star":
        reader.ask(reader.names.text(first), method, first, app)
    reader.values(args)
    reader.values(value for _, value in keywords)


def add_periodic(reader: CallReader, node: Node) -> None:
    """Look at ``add_periodic_task(schedule, signature, args, kwargs)``."""
    _, position, _, args, keywords = node
    words = {name: value for name, value in keywords if name is not None}
    values = reader.values(args)
    others = {name: reader.value(value) for name, value in words.items()}
    if any(arg[0] == "star" for arg in args) or len(words) < len(keywords):
        return
    target = values[1] if len(values) > 1 else others.get("sig")
    positional = items_of(args[2] if len(args) > 2 else words.get("args"))
    named = pairs_of(args[3] if len(args) > 3 else words.get("kwargs"))
    arguments = partly_known(positional, named)
    if isinstance(target, Symbol) and target.task is not None and not target.rest:
        if target.task.is_checked:
            reader.calls.append(
                TaskCall(target.task, arguments, reader.names.place(position), "add_periodic_task")
            )
    else:
        feed(target, arguments)
