"""Statements that the compiler takes in some places alone, or in some forms."""

import ast
import re
import sys
from collections.abc import Sequence
from operator import attrgetter
from typing import Any

__all__ = ["may_hold_refused"]

# fmt: off
_FEATURES = frozenset((
    "nested_scopes", "generators", "division", "absolute_import", "with_statement", "print_function",
    "unicode_literals", "generator_stop", "annotations",
))
# fmt: on
_MODULE, _CLASS, _FUNCTION = range(3)
_YIELD = re.compile(rb"\byield\b")
_YIELDS = frozenset((ast.Yield, ast.YieldFrom))
_VALUED = frozenset((ast.Assign, ast.Expr, ast.AnnAssign, ast.AugAssign))
_PLAIN = frozenset((ast.Import, ast.Pass, ast.Raise, ast.Assert, ast.Delete))
_PLAINER = _PLAIN | _VALUED
_SEQUENCES = frozenset((ast.Tuple, ast.List))
# Each takes up to four of the twenty blocks that a function may nest.
_DEEPEST = 5
# More targets before a starred one are too many.
_MOST_TARGETS = 255
_NAME_OF = attrgetter("arg")
_HAS_TYPES = sys.version_info >= (3, 12)

# Statements, the kind of their scope, whether a loop is around them, how many blocks are. Kinds of statements
# are told by class, not by ``isinstance``, which takes several times as long: all that an app has pass here.
_Block = tuple[Sequence[Any], int, bool, int]


def may_hold_refused(tree: ast.Module, source: bytes) -> bool:
    """Return whether a statement may be refused where it stands; True too where that is not looked into.

    Only statements are looked at, not the expressions in them, which takes a small part of the time of
    compiling. Every ``yield`` that is not a statement, or all its value, is suspect.
    """
    has_yields = b"yield" in source
    yields = len(_YIELD.findall(source)) if has_yields else 0
    plain = _PLAIN if has_yields or b"*" in source else _PLAINER
    stack: list[_Block] = [(tree.body, _MODULE, False, 0)]
    while stack:
        body, scope, in_loop, depth = stack.pop()
        for node in body:
            kind = node.__class__
            if kind in plain:
                continue
            if kind in _VALUED:
                if node.value.__class__ in _YIELDS and scope is _FUNCTION:
                    yields -= 1
                elif _is_valued_badly(node):
                    return True
            elif kind is ast.Return:
                if scope is not _FUNCTION or node.value.__class__ is ast.Starred:
                    return True
            elif kind is ast.FunctionDef:
                if _has_twice(node.args) or (_HAS_TYPES and node.type_params):
                    return True
                stack.append((node.body, _FUNCTION, False, 0))
            elif kind is ast.If:
                stack.append((node.body, scope, in_loop, depth))
                if node.orelse:
                    stack.append((node.orelse, scope, in_loop, depth))
            elif kind is ast.ImportFrom:
                if scope is not _MODULE and node.names[0].name == "*":
                    return True
                if node.module == "__future__" and node not in tree.body[: _head_of(tree.body)]:
                    return True
            elif kind is ast.ClassDef:
                if _HAS_TYPES and node.type_params:
                    return True
                stack.append((node.body, _CLASS, False, 0))
            elif kind is ast.Break or kind is ast.Continue:
                if not in_loop:
                    return True
            elif depth >= _DEEPEST or not _enter(node, scope, in_loop, depth + 1, stack):
                return True
    return yields != 0


def _enter(node: Any, scope: int, in_loop: bool, depth: int, stack: list[_Block]) -> bool:
    """Add the blocks of a loop, ``with`` or ``try`` to a stack; False where it may be refused."""
    kind = node.__class__
    if kind is ast.For or kind is ast.While:
        stack.append((node.body, scope, True, depth))
        if node.orelse:
            stack.append((node.orelse, scope, in_loop, depth))
        return kind is ast.While or not _are_suspect((node.target, node.iter))
    if kind is ast.Try:
        stack += [(handler.body, scope, in_loop, depth) for handler in node.handlers]
        stack += [(block, scope, in_loop, depth) for block in (node.body, node.orelse, node.finalbody)]
        return all(handler.type is not None for handler in node.handlers[:-1])
    if kind is ast.With:
        stack.append((node.body, scope, in_loop, depth))
        return not _are_suspect([item.optional_vars for item in node.items])
    return False


def _is_valued_badly(node: Any) -> bool:
    """Return whether an assignment or expression is a lone star or ``yield``, or may have too many stars."""
    if node.value.__class__ is ast.Starred or node.value.__class__ in _YIELDS:
        return True
    return node.__class__ is ast.Assign and _are_suspect(node.targets)


def _are_suspect(targets: Sequence[Any]) -> bool:
    """Return whether a star stands alone in targets, or beside another one."""
    for target in targets:
        kind = target.__class__
        if kind is ast.Starred:
            return True
        if kind in _SEQUENCES:
            elements = target.elts
            starred = [element.value for element in elements if isinstance(element, ast.Starred)]
            if len(starred) > 1 or (starred and len(elements) > _MOST_TARGETS):
                return True
            if _are_suspect([item for item in [*elements, *starred] if item.__class__ in _SEQUENCES]):
                return True
    return False


def _has_twice(args: ast.arguments) -> bool:
    names = [args.vararg.arg] if args.vararg else []
    if args.kwarg:
        names.append(args.kwarg.arg)
    for several in (args.args, args.kwonlyargs, args.posonlyargs):
        if several:
            names += map(_NAME_OF, several)
    return len(names) > 1 and len(set(names)) < len(names)


def _head_of(body: Sequence[ast.stmt]) -> int:
    """Return how many statements are a docstring and imports from ``__future__``, where these may stand."""
    first = body[0] if body else None
    is_docstring = (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    )
    count = int(is_docstring)
    for node in body[count:]:
        if not (isinstance(node, ast.ImportFrom) and node.module == "__future__" and not node.level):
            break
        if not all(alias.name in _FEATURES for alias in node.names):
            break
        count += 1
    return count
