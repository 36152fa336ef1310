"""What the results of calls are that certainly lack the methods of tasks."""

from typing import Any

from automappa_scaffold.registry.annotations import Allowed
from automappa_scaffold.registry.call_arguments import Node
from automappa_scaffold.registry.canvas_parts import PARTS, Signature
from automappa_scaffold.registry.handed_over import Made
from automappa_scaffold.registry.symbol_kinds import NOT_OF_SIGNATURES, ONLY_TASKS_HAVE
from automappa_scaffold.registry.task_signatures import RESULT, TaskSignature

__all__ = [
    "A_METHOD",
    "A_PARTIAL",
    "A_RESULT",
    "A_SIGNATURE",
    "SENT",
    "lacking",
    "literal_kind",
    "returned_by",
    "shown",
]

A_METHOD = "a method of a task, and no task"
A_PARTIAL = "a functools.partial, and no task"
A_SIGNATURE = "a signature, and no task"
A_RESULT = "the result of a task that was sent, and no task"
_KINDS = ("bool", "float", "bytes", "complex", "list", "tuple", "dict", "set")
_LITERALS = {
    **{kind: f"a {kind}, and no task" for kind in _KINDS},
    "str": "a text, and no task",
    "int": "an int, and no task",
}
SENT = Made("celery.result.AsyncResult", A_RESULT)
_PLAIN = frozenset(
    ("str", "int", "float", "complex", "bool", "bytes", "list", "tuple", "dict", "set", "frozenset", "none")
)


def lacking(receiver: Any, node: Node, name: str) -> str:
    """Return what an expression is that certainly has no such attribute, in words; empty: nothing is certain.

    Args:
        receiver: what ``node`` stands for; ``name``: an attribute that it is asked for.
    """
    if name not in ONLY_TASKS_HAVE:
        return ""
    if isinstance(receiver, Made):
        return receiver.what
    if isinstance(receiver, Signature) and receiver.how == "delay":
        return A_PARTIAL
    if isinstance(receiver, PARTS):
        return A_SIGNATURE if name in NOT_OF_SIGNATURES else ""
    return literal_kind(node)


def literal_kind(node: Node) -> str:
    """Return what a constant or display is, in words; empty: something else."""
    while node[0] == "pass":
        node = node[2]
    return _LITERALS.get(str(node[2] if node[0] == "const" else node[0]), "")


def returned_by(task: TaskSignature) -> Made | None:
    """Return what calling a task like a function gives, where its annotation says that this is plain data."""
    if not task.is_called_plainly:
        return None
    allowed, text = task.annotate(RESULT)
    return Made("", f"what {_short(task.name)} returns, {text}, and no task") if _is_plain(allowed) else None


def _is_plain(allowed: Allowed) -> bool:
    return bool(allowed.options) and all(option.kind in _PLAIN for option in allowed.options or ())


def shown(node: Node) -> str:
    """Return an expression in short, as a reader knows it."""
    kind = node[0]
    if kind == "call":
        return f"{shown(node[2])}(...)"
    if kind == "attr":
        return f"{shown(node[2])}.{node[3]}"
    if kind == "pass":
        return shown(node[2])
    if kind == "const" and node[2] != "str":
        return str(node[3]) if node[3] is not None else f"the {node[2]}"
    if kind == "const":
        return repr(node[3]) if isinstance(node[3], str) else "the text"
    if kind == "ref":
        binding = node[2]
        name = binding[3] if binding[0] == "from" else binding[-1] if binding[0] == "star" else binding[1]
        return ".".join((_short(str(name)), *node[3]))
    return "it"


def _short(name: str) -> str:
    return name.rpartition(".")[2]
