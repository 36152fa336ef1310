"""Names of the project that a misspelt one may be meant for."""

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from automappa_scaffold.rules._renaming import one_close
from automappa_scaffold.rules._rule import ProjectView
from automappa_scaffold.rules.fix import Fix, Replace
from automappa_scaffold.source.parsing import SourceSyntaxError, parse_source
from automappa_scaffold.source.places import Place

__all__ = ["near_module", "near_name", "rename_on_line"]

_CLOSE = 0.75


def near_module(view: ProjectView, wrong: str) -> str:
    """Return the module whose last part is close to that of one that is not there; empty: none is."""
    above, _, last = wrong.rpartition(".")
    folder = f"/{above.replace('.', '/')}/" if above else "/"
    below = (f"/{path}".partition(folder)[2] for path in view.files())
    names = {path.partition("/")[0].removesuffix(".py") for path in below if path}
    close = one_close(last, names, _CLOSE)
    return ".".join(part for part in (above, close) if part) if close else ""


def near_name(view: ProjectView, module: str, wrong: str) -> str:
    """Return the name of a module that is close to one that it does not have; empty: none is."""
    path = view.prediction.modules.get(module)
    try:
        tree = parse_source((view.read(path) if path is not None else None) or b"")
    except SourceSyntaxError:
        return ""
    return one_close(wrong, _names_in(tree), _CLOSE) or ""


def _names_in(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.ImportFrom):
            yield from (alias.asname or alias.name for alias in node.names)
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def rename_on_line(view: ProjectView, path: PurePosixPath, line: int, wrong: str, right: str) -> Fix | None:
    """Return the fix of the one part of a dotted name that is wrong, where a line has that part once."""
    ours, theirs = wrong.split("."), right.split(".")
    parts = [pair for pair in zip(ours, theirs, strict=False) if pair[0] != pair[1]]
    source = view.read(path)
    if len(ours) != len(theirs) or len(parts) != 1 or source is None:
        return None
    old, new = parts[0]
    text = source.splitlines()[line - 1]
    found = [match.start() + 1 for match in re.finditer(rb"\b%s\b" % re.escape(old.encode()), text)]
    if len(found) != 1:
        return None
    at = Place(path, line, found[0], line, found[0] + len(old.encode()))
    return Fix(f"Write {new}", (Replace(at, old, new),))
