"""What Python's compiler refuses of a file that its parser takes."""

import ast
import re
import sys
from collections.abc import Iterable, Iterator

__all__ = ["find_refusal"]

# Compiling takes as long as parsing, so it is left to files that have one of these. What else the compiler
# refuses is looked for where it decides about tasks: in statements that an import runs.
_WORDS = re.compile(
    rb"\b(?:await|async|nonlocal|global|break|continue|__future__)\b|^[ \t]*case\b|import[ \t]*\*",
    re.MULTILINE,
)
# One of these is part of all that: looking for them first is many times faster.
_PARTS = (
    b"await",
    b"async",
    b"nonlocal",
    b"global",
    b"break",
    b"continue",
    b"__future__",
    b"case ",
    b"import *",
)
# A keyword that is given twice on one line.
_TWICE = re.compile(rb"[(,][ \t]*(\w+)=[^=\n][^\n]*,[ \t]*\1=[^=]")


def find_refusal(tree: ast.Module, source: bytes) -> SyntaxError | None:
    """Return why the compiler refuses a parsed file, or None."""
    if not _may_be_refused(source) and not any(map(_is_suspect, _run_at_import(tree.body))):
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


def _may_be_refused(source: bytes) -> bool:
    if any(part in source for part in _PARTS) and _WORDS.search(source) is not None:
        return True
    return _TWICE.search(source) is not None


def _run_at_import(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements outside of functions, with the functions themselves."""
    for node in body:
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for name in ("body", "orelse", "finalbody"):
                yield from _run_at_import(getattr(node, name, ()))
            for handler in getattr(node, "handlers", ()):
                yield from _run_at_import(handler.body)


def _is_suspect(node: ast.stmt) -> bool:
    if isinstance(node, ast.FunctionDef):
        args = node.args
        every = [*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg]
        names = [arg.arg for arg in every if arg is not None]
        calls = [call for call in node.decorator_list if isinstance(call, ast.Call)]
        return len(set(names)) < len(names) or any(_names_one_twice(call) for call in calls)
    if isinstance(node, (ast.Expr, ast.Assign)):
        if isinstance(node.value, (ast.Yield, ast.YieldFrom)):
            return True
        return isinstance(node.value, ast.Call) and _names_one_twice(node.value)
    return isinstance(node, ast.Return)


def _names_one_twice(call: ast.Call) -> bool:
    names = [keyword.arg for keyword in call.keywords if keyword.arg]
    return len(set(names)) < len(names)
