"""Running statements."""

from collections.abc import Callable, Mapping, Sequence

from automappa_scaffold.interpreter.assignment import ASSIGNMENTS
from automappa_scaffold.interpreter.augmented import AUGMENTED
from automappa_scaffold.interpreter.control_flow import CONTROL_FLOW
from automappa_scaffold.interpreter.definitions import DEFINITIONS
from automappa_scaffold.interpreter.deletions import DELETIONS
from automappa_scaffold.interpreter.dispatch import EVALUATE
from automappa_scaffold.interpreter.error_handling import ERROR_HANDLING, ErrorHandling
from automappa_scaffold.interpreter.exception_groups import EXCEPTION_GROUPS
from automappa_scaffold.interpreter.frames import Frame, Outcome
from automappa_scaffold.interpreter.loops import LOOPS
from automappa_scaffold.interpreter.matching import MATCHING
from automappa_scaffold.interpreter.objects import Module
from automappa_scaffold.interpreter.raising import RunawayError
from automappa_scaffold.interpreter.state import MAX_STEPS
from automappa_scaffold.interpreter.values import MISSING, Value
from automappa_scaffold.interpreter.with_blocks import WITH_BLOCKS
from automappa_scaffold.source.program import Node

__all__ = ["Statements"]


def _expr(m: ErrorHandling, node: Node, frame: Frame) -> None:
    kind = node[2][0]
    if kind not in ("const", "literal"):
        EVALUATE[kind](m, node[2], frame)


def _import(m: ErrorHandling, node: Node, frame: Frame) -> None:
    place = m.place(node, frame.module)
    for name, alias in node[2]:
        module = m.import_module(name, (frame.module, place, f"import {name}"))
        if alias is None:
            top = name.partition(".")[0]
            module = m.modules.get(top) or m.external(top)
        elif "." in name and isinstance(module, Module):
            module = _reached(m, name.split("."), module)
        m.bind_name(alias or name.partition(".")[0], module, frame)


def _reached(m: ErrorHandling, parts: Sequence[str], module: Module) -> Value:
    """Return what ``import a.b.c as name`` binds: what stands under ``c``, be it the module or not."""
    value: Value = m.modules.get(parts[0])
    for depth, part in enumerate(parts[1:], 2):
        if not isinstance(value, Module):
            return module
        found = value.ns.get(part, MISSING)
        value = m.modules.get(".".join(parts[:depth])) if found is MISSING else found
    return module if value is None else value


def _from(m: ErrorHandling, node: Node, frame: Frame) -> None:
    m.import_from(node, frame)


def _return(m: ErrorHandling, node: Node, frame: Frame) -> Outcome:
    return Outcome("return", None if node[2] is None else m.eval(node[2], frame))


def _nothing(m: ErrorHandling, node: Node, frame: Frame) -> None:
    return None


def _global(m: ErrorHandling, node: Node, frame: Frame) -> None:
    if frame.is_class:
        frame.declared_global |= frozenset(node[2])


def _nonlocal(m: ErrorHandling, node: Node, frame: Frame) -> None:
    if frame.is_class:
        frame.declared_nonlocal |= frozenset(node[2])


def _leave(m: ErrorHandling, node: Node, frame: Frame) -> Outcome:
    return Outcome(node[0])


_RUN: Mapping[str, Callable[[ErrorHandling, Node, Frame], Outcome | None]] = {
    "expr": _expr,
    "import": _import,
    "from": _from,
    "return": _return,
    "global": _global,
    "nonlocal": _nonlocal,
    "pass": _nothing,
    "break": _leave,
    "continue": _leave,
    **ASSIGNMENTS,
    **DELETIONS,
    **AUGMENTED,
    **DEFINITIONS,
    **CONTROL_FLOW,
    **LOOPS,
    **MATCHING,
    **ERROR_HANDLING,
    **EXCEPTION_GROUPS,
    **WITH_BLOCKS,
}


class Statements(ErrorHandling):
    """Running statements."""

    def run_block(self, body: Sequence[Node], frame: Frame) -> Outcome | None:
        """Run statements; return how they ended early, or None."""
        for node in body:
            self.steps += 1  # as ``step`` does, for every statement
            if self.steps > MAX_STEPS:
                raise RunawayError
            outcome = _RUN[node[0]](self, node, frame)
            if outcome is not None:
                return outcome
        return None
