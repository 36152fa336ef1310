"""What Python's compiler refuses of a file that its parser takes."""

import ast
import re
import sys
from collections.abc import Iterable

from automappa_scaffold.source.statement_places import is_well_placed

__all__ = ["find_refusal"]

# Compiling takes as long as parsing, so it is left to files that have one of these. What else the compiler
# refuses is looked for where it decides about tasks: in statements that an import runs.
_WORDS = re.compile(rb"\b(?:await|async|nonlocal|global)\b|^[ \t]*case\b", re.MULTILINE)
# A keyword that is given twice on one line; and what is found faster, and is part of it.
_TWICE = re.compile(rb"[(,][ \t]*(\w+)=[^=\n][^\n]*,[ \t]*\1=[^=]")
_SEVERAL = re.compile(rb"=[^=\n][^\n]*,[ \t]*\w+=")


def find_refusal(tree: ast.Module, source: bytes) -> SyntaxError | None:
    """Return why the compiler refuses a parsed file, or None."""
    if not _may_be_refused(tree, source) and not _holds_suspects(tree.body):
        return None
    try:
        compile(source, "<source>", "exec", dont_inherit=True)
    except SyntaxError as error:
        # Python 3.11 allows it in more places.
        is_newer = "asynchronous comprehension" in str(error.msg) and sys.version_info < (3, 11)
        return None if is_newer else error
    except (ValueError, RecursionError, MemoryError):
        pass
    return None


def _may_be_refused(tree: ast.Module, source: bytes) -> bool:
    # Looking for plain text first, each written out, is many times faster than a pattern, or ``any``.
    has_words = (
        b"async" in source
        or b"await" in source
        or b"global" in source
        or b"nonlocal" in source
        or b"case" in source
    )
    if has_words and _WORDS.search(source) is not None:
        return True
    is_placed = (
        b"break" in source or b"continue" in source or b"__future__" in source or b"import *" in source
    )
    if is_placed and not is_well_placed(tree):
        return True
    return _SEVERAL.search(source) is not None and _TWICE.search(source) is not None


def _holds_suspects(body: Iterable[ast.AST]) -> bool:
    """Return whether a statement outside of functions, or the head of a function, may be refused."""
    for node in body:
        kind = node.__class__
        if kind is ast.Import or kind is ast.ImportFrom:
            continue
        if isinstance(node, (ast.Expr, ast.Assign)):
            value = node.value
            if isinstance(value, ast.Call):
                if _names_one_twice(value):
                    return True
            elif isinstance(value, (ast.Yield, ast.YieldFrom)):
                return True
        elif isinstance(node, ast.FunctionDef):
            if _is_head_suspect(node):
                return True
        elif kind is ast.Return:
            return True
        elif kind is not ast.AsyncFunctionDef:
            blocks = (getattr(node, name, ()) for name in ("body", "orelse", "finalbody", "handlers"))
            if any(map(_holds_suspects, blocks)):
                return True
    return False


def _is_head_suspect(node: ast.FunctionDef) -> bool:
    args = node.args
    names = [arg.arg for arg in args.args]
    if args.posonlyargs or args.kwonlyargs or args.vararg or args.kwarg:
        others = [*args.posonlyargs, *args.kwonlyargs, args.vararg, args.kwarg]
        names += [arg.arg for arg in others if arg is not None]
    if len(names) > 1 and len(set(names)) < len(names):
        return True
    return any(isinstance(call, ast.Call) and _names_one_twice(call) for call in node.decorator_list)


def _names_one_twice(call: ast.Call) -> bool:
    if len(call.keywords) < 2:
        return False
    names = [keyword.arg for keyword in call.keywords if keyword.arg]
    return len(set(names)) < len(names)
