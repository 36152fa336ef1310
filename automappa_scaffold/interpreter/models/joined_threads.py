"""Threads that are waited for at once: what the import does while they run changes nothing.

Between the call that starts a thread and the one that waits for it stand only statements that start others,
keep them in lists and wait for them. So it does not matter when the thread runs.
"""

import ast
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from automappa_scaffold.interpreter.marks import IN_THREAD
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, Value
from automappa_scaffold.source.places import Place

if TYPE_CHECKING:
    from automappa_scaffold.interpreter.imports import Imports

__all__ = ["is_joined_at_once", "may_run_at_once", "result_awaited", "run_at_once"]

_METHODS = frozenset(("append", "exception", "join", "map", "result", "shutdown", "start", "submit"))
_MAKERS = frozenset(("Thread", "ThreadPoolExecutor"))
_READERS = frozenset(("as_completed", "list", "tuple"))
_PLAIN = (ast.Name, ast.Constant, ast.Attribute, ast.keyword, ast.Load, ast.Store, ast.Tuple, ast.List)
_REPEATED = (ast.ListComp, ast.DictComp, ast.Dict, ast.comprehension, ast.Starred)


def run_at_once(m: "Imports", call: Callable[[], Value], token: object, place: Place) -> None:
    """Run what a thread does that is waited for; others may run at the same time.

    Args:
        token: what is waited for; whoever waited takes it out of ``threads_at_once``.
    """
    before = m.patched.get(IN_THREAD, MISSING)
    m.store(m.patched, IN_THREAD, len(m.importing))
    catchers, m.catchers = m.catchers, []  # what it raises passes by those around the import
    log = m.open_log()
    mark = len(m.logs)
    try:
        with suppress(PyRaise):  # it is only printed
            call()
    finally:
        m.close_lingering(mark)
        m.close_log()
        m.catchers = catchers
        changed = [(names, key, names.get(key, MISSING)) for names, key, _ in log.values()]
        for names, key, old in log.values():
            if old is MISSING:
                names.pop(key, None)
            else:
                names[key] = old
        for names, key, new in changed:
            m.store(names, key, new)
        m.store(m.patched, IN_THREAD, before)
    modules = {id(module.ns) for module in m.modules.values()}
    # Two threads may import two modules of one package; all else that both change has no certain order.
    touched = {
        (id(names), key if id(names) in modules else None)
        for names, key, _ in changed
        if names is not m.patched
    }
    if any(touched & others for others in m.threads_at_once.values()):
        m.disturb("what several threads change at the same time", place)
    m.threads_at_once.setdefault(token, set()).update(touched)


def may_run_at_once(m: "Imports") -> bool:
    """Return whether this is the import's own thread."""
    return IN_THREAD not in m.patched


def is_joined_at_once(m: "Imports", place: Place) -> bool:
    """Return whether the thread that the call at a place starts is certainly waited for at once."""
    found = _statement_at(m, place)
    if found is None:
        return False
    blocks, statement = found
    name = _called_on(statement, "start")
    if not name:
        return False
    block, at = blocks[-1]
    if _is_awaited(block.body[at + 1 :], {name}):
        return True
    if not isinstance(block.owner, ast.For) or len(blocks) < 2:
        return False
    if not all(map(_is_harmless, block.body)):
        return False
    held = {_keeper(call, name) for one in block.body for call in _calls(one)} - {""}
    if isinstance(block.owner.iter, ast.Name) and getattr(block.owner.target, "id", "") == name:
        held.add(block.owner.iter.id)
    outer, place_outside = blocks[-2]
    return _is_awaited(outer.body[place_outside + 1 :], held, in_loop=True)


def result_awaited(m: "Imports", place: Place) -> str:
    """Return when what the call at a place hands to an executor is waited for.

    ``now``: before anything else is done; ``later``: others may run at the same time; empty: not known.
    """
    found = _statement_at(m, place)
    if found is None:
        return ""
    blocks, statement = found
    if any(_is_result_of_call(call) for call in _calls(statement)):
        return "now" if all(map(_is_harmless_call, _calls(statement))) else ""
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        block, at = blocks[-1]
        following = block.body[at + 1 : at + 2]
        asked = {statement.targets[0].id}
        if _is_harmless(statement) and following and _asks_first(following[0], asked):
            return "now"
    for depth in range(len(blocks) - 1, -1, -1):
        block, at = blocks[depth]
        if not all(map(_is_harmless, block.body[at:])):
            return ""
        if isinstance(block.owner, ast.With):
            return "later" if any("Executor" in ast.dump(i.context_expr) for i in block.owner.items) else ""
        if not isinstance(block.owner, ast.For) or not all(map(_is_harmless, block.body)):
            return ""
    return ""


class _Block:
    def __init__(self, owner: ast.AST, body: Sequence[ast.stmt]) -> None:
        self.owner, self.body = owner, body


_Blocks = list[tuple[_Block, int]]


def _statement_at(m: "Imports", place: Place) -> tuple[_Blocks, ast.stmt] | None:
    """Return the innermost statement at a place, and the blocks around it with where it stands in each."""
    try:
        tree = ast.parse(m.tree.read_source(m.tree.absolute(place.path)))
    except (SyntaxError, ValueError, RecursionError):
        return None
    owner: ast.AST = tree
    blocks: _Blocks = []
    while True:
        inner = next(_blocks_holding(owner, place.line), None)
        if inner is None:
            break
        blocks.append(inner)
        owner = inner[0].body[inner[1]]
    if not blocks or not isinstance(owner, ast.stmt):
        return None
    return blocks, owner


def _blocks_holding(owner: ast.AST, line: int) -> Iterator[tuple[_Block, int]]:
    for name in ("body", "orelse", "finalbody"):
        body: Sequence[ast.stmt] = getattr(owner, name, ())
        for at, statement in enumerate(body):
            if statement.lineno <= line <= (statement.end_lineno or statement.lineno):
                yield _Block(owner, body), at


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    return (one for one in ast.walk(node) if isinstance(one, ast.Call))


def _called_on(statement: ast.stmt, method: str) -> str:
    """Return the name on which a statement calls a method without arguments, or an empty text."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not isinstance(call, ast.Call) or call.args or call.keywords:
        return ""
    is_method = isinstance(call.func, ast.Attribute) and call.func.attr == method
    return getattr(call.func.value, "id", "") if is_method else ""  # type: ignore[attr-defined]


def _keeper(call: ast.Call, name: str) -> str:
    """Return the name of the list to which a call adds what has a name, or an empty text."""
    is_append = isinstance(call.func, ast.Attribute) and call.func.attr == "append"
    is_kept = is_append and len(call.args) == 1 and getattr(call.args[0], "id", "") == name
    return getattr(call.func.value, "id", "") if is_kept else ""  # type: ignore[attr-defined]


def _is_awaited(following: Sequence[ast.stmt], names: set[str], *, in_loop: bool = False) -> bool:
    """Return whether statements wait for a thread, or each of those in a list, before they do anything."""
    for statement in following:
        if not in_loop and _called_on(statement, "join") in names:
            return True
        if in_loop and isinstance(statement, ast.For) and getattr(statement.iter, "id", "") in names:
            target = getattr(statement.target, "id", "")
            if target and _called_on(statement.body[0], "join") == target:
                return True
        if not _is_harmless(statement):
            return False
    return False


def _asks_first(statement: ast.stmt, names: set[str]) -> bool:
    """Return whether the first call that a statement makes asks one of these for its result."""
    calls = sorted(_calls(statement), key=lambda call: (call.lineno, call.end_col_offset or 0))
    first = calls[0].func if calls else None
    is_result = isinstance(first, ast.Attribute) and first.attr == "result"
    return is_result and getattr(first.value, "id", "") in names  # type: ignore[union-attr]


def _is_result_of_call(call: ast.Call) -> bool:
    is_result = isinstance(call.func, ast.Attribute) and call.func.attr == "result"
    return is_result and isinstance(call.func.value, ast.Call)  # type: ignore[attr-defined]


def _is_harmless(statement: ast.stmt) -> bool:
    """Return whether a statement only starts threads, keeps them or waits for them."""
    if isinstance(statement, ast.For):
        given = statement.iter
        is_plain = _is_harmless_call(given) if isinstance(given, ast.Call) else isinstance(given, _PLAIN)
        return is_plain and all(map(_is_harmless, statement.body))
    if isinstance(statement, ast.Pass):
        return True
    if not isinstance(statement, (ast.Assign, ast.Expr)):
        return False
    if not isinstance(statement.value, (ast.Call, ast.DictComp, ast.List, ast.ListComp)):
        return False
    return all(
        _is_harmless_call(node) if isinstance(node, ast.Call) else isinstance(node, (*_PLAIN, *_REPEATED))
        for node in ast.walk(statement.value)
    ) and all(isinstance(target, ast.Name) for target in getattr(statement, "targets", ()))


def _is_harmless_call(call: ast.Call) -> bool:
    """Return whether a call reads nothing that threads may change."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in _READERS:  # of what an executor gives
        return isinstance(call.func, ast.Attribute) or all(isinstance(one, ast.Call) for one in call.args)
    return name in _MAKERS or (name in _METHODS and isinstance(call.func, ast.Attribute))
