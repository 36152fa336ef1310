"""Where a constant text stands in a file."""

import ast
from collections.abc import Collection, Iterator
from pathlib import PurePosixPath

from automappa_scaffold.source.parsing import SourceSyntaxError, parse_source
from automappa_scaffold.source.places import Place

__all__ = ["find_text"]


def find_text(path: PurePosixPath, source: bytes, text: str, keys: Collection[str]) -> Place | None:
    """Return where a text stands in what one of the keys is set to, else anywhere in the file; or None."""
    try:
        tree = parse_source(source)
    except SourceSyntaxError:
        return None
    for value in _values_of(tree, keys):
        for place in _places(path, value, text):
            return place
    return next(_places(path, tree, text), None)


def _values_of(tree: ast.Module, keys: Collection[str]) -> Iterator[ast.expr]:
    """Yield what is bound to a key: as name, attribute, item, keyword or key of a dict."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(_names(target) & set(keys) for target in targets):
                yield node.value
        elif isinstance(node, ast.keyword) and node.arg in keys:
            yield node.value
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value in keys:
                    yield value


def _names(target: ast.expr) -> set[str]:
    """Return the names that lead to a target: ``app.conf.beat_schedule["x"]`` holds ``beat_schedule``."""
    names: set[str] = set()
    for node in ast.walk(target):
        if isinstance(node, ast.Name):
            names.add(node.id)
        elif isinstance(node, ast.Attribute):
            names.add(node.attr)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            names.add(node.value)
    return names


def _places(path: PurePosixPath, tree: ast.AST, text: str) -> Iterator[Place]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and node.value == text:
            end = (node.end_lineno or node.lineno, (node.end_col_offset or node.col_offset) + 1)
            yield Place(path, node.lineno, node.col_offset + 1, *end)
