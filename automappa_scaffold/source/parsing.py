"""Parsing a source file."""

import ast
import re
import sys
import warnings
from typing import Any

from automappa_scaffold.source.private_names import mangle

__all__ = [
    "TYPE_ALIAS",
    "OlderModule",
    "SourceSyntaxError",
    "WithoutWarnings",
    "is_newer_syntax",
    "may_have_type_parameters",
    "parse_source",
]


# What is larger is data: its tree would take a thousand times its size.
_LARGEST = 1_500_000


_TYPE_PARAMETERS = re.compile(rb"^[ \t]*(?:async[ \t]+def|def|class|type)[ \t]+\w+[ \t]*[\[=]", re.MULTILINE)
_FORMATTED = re.compile(rb"[fF][rR]?[\"']|[rR][fF][\"']")


# What every Python says in the same way, though libcst reads such files.
_IN_ALL = re.compile(
    r"Exceeds the limit \(4300|(malformed|truncated) \\\w|invalid \\x escape|bytes can only contain ASCII"
)
# The name that stands for what a type alias is.
TYPE_ALIAS = "__type_alias__"


class OlderModule(ast.Module):
    """The tree of a file whose type parameters, too new for the Python that runs, were left out.

    ``names``: those of the parameters, which the tree may still hold, in bases for instance.
    """

    names: frozenset[str] = frozenset()


class SourceSyntaxError(Exception):
    """A file that does not parse; ``line`` counts from 1."""

    def __init__(self, kind: str, message: str, line: int, *, certain: bool = True) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.line = line
        self.certain = certain


class WithoutWarnings:
    """An invalid escape in the project's source is a warning for its author, not for our user.

    ``warnings.catch_warnings`` with a filter takes thirty times as long, for each of thousands of files.
    """

    __slots__ = ("_filters",)
    _IGNORING: Any = (("ignore", None, Warning, None, 0),)

    def __enter__(self) -> None:
        self._filters = warnings.filters
        self._set(list(self._IGNORING))

    def __exit__(self, *_: object) -> None:
        self._set(self._filters)

    def _set(self, filters: Any) -> None:
        warnings.filters = filters
        warnings._filters_mutated()  # type: ignore[attr-defined]  # which catch_warnings calls as well


def parse_source(source: bytes) -> ast.Module:
    """Return the syntax tree of a file's bytes, or raise SourceSyntaxError."""
    if len(source) > _LARGEST:
        raise SourceSyntaxError("SyntaxError", "too large to be followed", 1, certain=False)
    try:
        with WithoutWarnings():
            tree = ast.parse(source)
        mangle(tree, source)
    except SyntaxError as error:
        older = _parse_older(source)
        if older is not None:
            return older
        message = error.msg or "invalid syntax"
        deep = "too many" in message or "nested" in message
        certain = _IN_ALL.search(message) is not None or (not deep and not is_newer_syntax(source))
        raise SourceSyntaxError(type(error).__name__, message, error.lineno or 1, certain=certain) from error
    except (ValueError, UnicodeError) as error:
        raise SourceSyntaxError("SyntaxError", str(error), 1) from error
    except (RecursionError, MemoryError) as error:
        raise SourceSyntaxError("SyntaxError", "nested too deeply to parse", 1, certain=False) from error
    if sys.version_info >= (3, 12) and may_have_type_parameters(source) and _names_types(tree):
        return _parse_older(source) or tree
    return tree


def may_have_type_parameters(source: bytes) -> bool:
    """Return whether a file may have type parameters or aliases."""
    return _TYPE_PARAMETERS.search(source) is not None


def _names_types(tree: ast.Module) -> bool:
    """Return whether type parameters or aliases are in a tree, whose scopes are not followed."""
    return any(
        type(node).__name__ == "TypeAlias" or getattr(node, "type_params", None) for node in ast.walk(tree)
    )


def _parse_older(source: bytes) -> ast.Module | None:
    """Return the tree of a file in which only syntax of Python 3.12 is too new for the one that runs."""
    has_texts = sys.version_info < (3, 12) and _FORMATTED.search(source) is not None
    if not has_texts and not may_have_type_parameters(source):
        return None
    import libcst

    from automappa_scaffold.source.older_syntax import with_older_texts, without_type_parameters

    try:
        older, names = with_older_texts(source) if has_texts else source, set[str]()
        if may_have_type_parameters(source):
            found = without_type_parameters(older)
            if found is None:
                return None
            older, names = found
        tree = OlderModule(ast.parse(older).body, [])
        mangle(tree, older)
        tree.names = frozenset(names)
        return tree
    except (libcst.ParserSyntaxError, SyntaxError, ValueError, LookupError, RecursionError):
        return None


def is_newer_syntax(source: bytes | str) -> bool:
    """Return whether libcst, whose grammar does not depend on the Python that runs, can parse the file."""
    import libcst

    try:
        libcst.parse_module(source)
    except (libcst.ParserSyntaxError, SyntaxError, ValueError, LookupError, RecursionError):
        return False
    return True
