"""The parts of a canvas, and which of them gets what from another.

Source: ``celery.app.task`` and ``celery.canvas`` of Celery 5.7, and what they were seen to do.
"""

from dataclasses import dataclass
from typing import Any

from automappa_scaffold.registry.call_arguments import NOTHING, ONE_RESULT
from automappa_scaffold.registry.signatures import Arguments
from automappa_scaffold.registry.task_signatures import TaskSignature
from automappa_scaffold.source.places import Place

__all__ = [
    "PARTS",
    "Chain",
    "Chord",
    "Group",
    "Many",
    "Method",
    "Signature",
    "as_group",
    "feed",
    "feed_error",
    "follow",
    "joined",
]


@dataclass(slots=True, eq=False)
class Signature:
    """A task with arguments, some of which may still come."""

    task: TaskSignature | None
    arguments: Arguments
    place: Place
    how: str
    immutable: bool = False
    first: Arguments | None = None  # what is given before its own arguments; None: nothing is known yet
    leading: int = 0
    by_worker: bool = False
    is_errback: bool = False


@dataclass(slots=True, eq=False)
class Chain:
    """What follows one another, each with the result of what is before it."""

    links: list[Any]


@dataclass(slots=True, eq=False)
class Group:
    """What runs side by side."""

    members: list[Any]


@dataclass(slots=True, eq=False)
class Chord:
    """A group, and what runs with its results."""

    header: Any
    body: Any = None


@dataclass(slots=True, eq=False)
class Many:
    """What a comprehension makes: none, one or several of its element."""

    element: Any


@dataclass(slots=True, eq=False)
class Method:
    """A method, not called yet: of a signature, chain, group, chord, app or unknown object."""

    receiver: Any
    name: str


PARTS = (Signature, Chain, Group, Chord)


def joined(left: Any, right: Any) -> Any:
    """Return ``left | right``."""
    if not isinstance(left, PARTS):
        return None
    if isinstance(left, Chain):
        follow(left, right)
        left.links.append(right)
        return left
    chain = Chain([left])
    follow(chain, right)
    chain.links.append(right)
    return chain


def follow(chain: Chain, link: Any) -> None:
    """Give a link of a chain the result of what is before it."""
    # An empty chain gives no result, and what is not known may be one.
    if not _may_be_empty(chain):
        feed(link, ONE_RESULT, leading=1)


def feed(value: Any, first: Arguments, *, leading: int = 0) -> None:
    """Give arguments to the first tasks of a part of a canvas; nothing more will come."""
    if isinstance(value, Signature):
        value.first = NOTHING if value.immutable else first
        value.leading = 0 if value.immutable else leading
        value.by_worker = leading > 0
    elif isinstance(value, Chain):
        if value.links:
            feed(value.links[0], first, leading=leading)
    elif isinstance(value, Group):
        for member in value.members:
            several = isinstance(member, Many)
            feed(member.element if several else member, first, leading=leading)
    elif isinstance(value, Chord):
        feed(value.header, first, leading=leading)
    elif isinstance(value, list):
        for member in value:
            feed(member, first, leading=leading)


def feed_error(value: Any) -> None:
    """Give a callback for errors what Celery gives it."""
    for callback in value if isinstance(value, list) else [value]:
        if isinstance(callback, Signature):
            feed(callback, ONE_RESULT, leading=1)
            callback.is_errback = callback.by_worker = True


def as_group(value: Any) -> Any:
    """Return the header of a chord as the group that Celery makes of it."""
    if isinstance(value, Many):
        return Group([value])
    return Group(value) if isinstance(value, list) else value


def _may_be_empty(part: Any) -> bool:
    if isinstance(part, Chain):
        return all(_may_be_empty(link) for link in part.links)
    return not isinstance(part, (Signature, Group, Chord))
