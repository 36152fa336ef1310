"""Calls of Celery's canvas: what makes its parts, changes them and sends them.

Source: ``celery.app.task`` and ``celery.canvas`` of Celery 5.7, and what they were seen to do.
"""

from collections.abc import Sequence
from typing import Any

from automappa_scaffold.registry.call_arguments import (
    NOTHING,
    ONE_RESULT,
    Node,
    arguments_of,
    items_of,
    pairs_of,
    partly_known,
    put_before,
)
from automappa_scaffold.registry.call_reading import CallReader
from automappa_scaffold.registry.call_results import SENT
from automappa_scaffold.registry.canvas_parts import (
    Chain,
    Chord,
    Group,
    Method,
    Signature,
    as_group,
    feed,
    feed_error,
    follow,
)
from automappa_scaffold.registry.handed_over import Made
from automappa_scaffold.registry.signatures import Arguments
from automappa_scaffold.registry.symbol_kinds import Symbol, SymbolKind
from automappa_scaffold.source.places import Place

__all__ = ["call_canvas", "call_method", "send"]


def call_canvas(reader: CallReader, name: str, node: Node) -> Any:
    """Call one of the functions of ``celery.canvas``."""
    _, position, _, args, keywords = node
    place = reader.names.place(position)
    if name in ("signature", "subtask", "Signature", "maybe_signature", "Signature.from_dict"):
        first = args[0] if args else dict(keywords).get("task" if name == "Signature" else "varies")
        if first is None or first[0] == "star":
            reader.values(args)
            return None
        if first[0] == "dict":
            return _from_dict(reader, first, place, name)
        found = reader.value(first)
        if isinstance(found, Symbol) and found.kind is SymbolKind.TASK and not found.rest:
            task = found.task
        else:
            task = reader.ask(reader.names.text(first), name, first, None)
        others = tuple(pair for pair in keywords if pair[0] not in ("task", "varies"))
        return reader.make_signature(task, args[1:], others, place, name)
    if name == "chord":
        words = dict(keywords)
        header = args[0] if args else words.get("header")
        body = args[1] if len(args) > 1 else words.get("body")
        made = Chord(as_group(reader.value(header)), reader.value(body))
        feed(made.body, ONE_RESULT, leading=1)
        return made
    reader.values(value for _, value in keywords)
    values = _flattened(reader, args)
    if name == "group":
        return Group(values)
    chain = Chain([])
    for value in values:
        follow(chain, value)
        chain.links.append(value)
    return chain


def _from_dict(reader: CallReader, given: Node, place: Place, how: str) -> Any:
    """Return what ``signature({"task": name, "args": (), "kwargs": {}})`` makes."""
    reader.value(given)
    parts = dict(pairs_of(given) or ())
    name = parts.get("task")
    if name is None or None in parts:
        return None
    task = reader.ask(reader.names.text(name), how, name, None)
    immutable = parts.get("immutable")
    is_fixed = immutable is not None and immutable[0] == "const" and bool(immutable[3])
    arguments = partly_known(items_of(parts.get("args")), pairs_of(parts.get("kwargs")))
    made = reader.make(task, arguments, place, how, immutable=is_fixed)
    if immutable is not None and immutable[0] != "const":
        made.task = None
    return made


def _flattened(reader: CallReader, args: Sequence[Node]) -> list[Any]:
    """Return the members given to a chain or group, one by one or as one list."""
    made: list[Any] = []
    for arg in args:
        value = reader.value(arg[2] if arg[0] == "star" else arg)
        is_several = isinstance(value, list) and (len(args) == 1 or arg[0] == "star")
        made += value if is_several else [value]
    return made


def call_method(reader: CallReader, method: Method, node: Node) -> Any:
    """Call a method of a signature, chain, group or chord."""
    _, _, _, args, keywords = node
    part, name = method.receiver, method.name
    if name in ("delay", "apply_async", "apply"):
        return send(reader, part, node, name)
    if name == "clone":
        return _clone(reader, part, node)
    values = reader.values(args)
    options = {word: reader.value(value) for word, value in keywords}
    if name in ("on_error", "link_error"):
        feed_error(values)
        return part if name == "on_error" else None
    if name == "set":
        feed_error(options.get("link_error"))
    if name == "set" and isinstance(part, Signature):
        immutable = dict(keywords).get("immutable")
        if immutable is not None and immutable[0] == "const":
            part.immutable = bool(immutable[3])
        elif immutable is not None:
            part.task = None
        return part
    if name in ("set", "stamp"):
        return part
    if name == "link":
        for value in values:
            feed(value, ONE_RESULT, leading=1)
        return values[0] if values else None
    if name in ("set_immutable", "replace") and isinstance(part, Signature):
        part.task = None
    return None


def _clone(reader: CallReader, part: Any, node: Node) -> Any:
    """Return what ``clone(args, kwargs, **options)`` makes: a copy with more arguments."""
    _, _, _, args, keywords = node
    words = tuple(pair for pair in keywords if pair[0] in ("args", "kwargs", None))
    reader.values(value for name, value in keywords if name not in ("args", "kwargs", None))
    if not isinstance(part, Signature) or not (args or words):
        reader.values(args)
        return part
    more = reader.packed(None, args, words, part.place, "clone")
    given = partly_known(None, None) if more is None else more
    arguments = part.arguments if part.immutable else put_before(given, part.arguments)
    task, part.task = part.task, None  # what is wrong with it is wrong with the copy too
    return reader.make(task, arguments, part.place, part.how, immutable=part.immutable)


def send(reader: CallReader, part: Any, node: Node, how: str) -> Made:
    """Send a part of a canvas: its first tasks get the arguments of the call. Return the result."""
    _, position, _, args, keywords = node
    if isinstance(part, Chord) and how == "()":
        body = args[0] if args else dict(keywords).get("body")
        made = reader.value(body)
        reader.values(args[1:])
        if made is not None:
            feed(made, ONE_RESULT, leading=1)
        feed(part.header, NOTHING)
        return SENT
    if how in ("delay", "()"):
        first: Arguments | None = reader.given(args, keywords)
        if isinstance(part, Group) and how == "()":
            # group(...)(): the arguments are partial ones, the options are keywords.
            first = arguments_of(args, ())
    else:
        first = reader.packed(None, args, keywords, reader.names.place(position), how)
    if first is None:
        first = partly_known(None, None)
    feed(part, first)
    return SENT
