"""Adding what stands beside others of its kind: an element of a list, or an import in a block of imports."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from automappa_scaffold.editing.add_import import AddImport, single_imports
from automappa_scaffold.editing.edit import DEFAULT_LINE_LENGTH
from automappa_scaffold.editing.ordering import names_index
from automappa_scaffold.editing.sequence import insert_element
from automappa_scaffold.editing.source_text import SourceText, Splice, open_source

__all__ = ["AddElement", "AddParallelImport", "iter_displays"]

Display = ast.List | ast.Tuple | ast.Set


@dataclass(frozen=True, slots=True)
class AddElement:
    """An element in each list, tuple or set that holds all of ``siblings``.

    Texts are as ``ast`` prints them.
    """

    path: PurePosixPath
    siblings: tuple[str, ...]
    element: str
    line_length: int = DEFAULT_LINE_LENGTH

    def apply(self, data: bytes) -> bytes:
        """Return the file with the element in it. Raises EditError when a list cannot be read."""
        source = open_source(self.path, data, f"Add {self.element} by hand.")
        for display in iter_displays(source.tree):
            texts = [ast.unparse(element) for element in display.elts]
            if set(self.siblings) <= set(texts) and self.element not in texts:
                return self.apply(source.splice(self._splices(source, display, texts)))
        return data

    def _splices(self, source: SourceText, display: Display, texts: list[str]) -> tuple[Splice, ...]:
        places = [texts.index(text) for text in self.siblings]
        index = names_index(self.siblings, self.element)
        # What is no sibling keeps its place at either end.
        at = places[index] if index < len(places) else places[-1] + 1
        start, end = source.span(display.elts[places[0]])
        is_double = '"' in source.text[start:end] and '"' not in self.element
        text = self.element.replace("'", '"') if is_double else self.element
        return insert_element(source, display, at, text, self.line_length)


@dataclass(frozen=True, slots=True)
class AddParallelImport:
    """An import beside ``siblings``, each of which is a statement of its own or a name of one statement."""

    path: PurePosixPath
    siblings: tuple[str, ...]
    statement: str
    root: str = ""
    line_length: int = DEFAULT_LINE_LENGTH

    def apply(self, data: bytes) -> bytes:
        """Return the file with the import in it. Raises EditError when its name means something else."""
        source = open_source(self.path, data)
        own: dict[str, ast.stmt] = {}
        for stmt in source.tree.body:
            if isinstance(stmt, (ast.Import, ast.ImportFrom)):
                texts = single_imports(stmt)
                if self.statement in texts:
                    return data
                if len(texts) == 1:
                    own[texts[0]] = stmt
        if not set(self.siblings) <= own.keys():
            return AddImport(self.path, self.statement, self.root, self.line_length).apply(data)
        index = names_index(self.siblings, self.statement)
        if index < len(self.siblings):
            at = source.line_start(source.span(own[self.siblings[index]])[0])
            return source.splice([Splice(at, at, f"{self.statement}\n")])
        at = source.logical_end(own[self.siblings[-1]])
        has_break = source.text[:at].endswith("\n")
        return source.splice([Splice(at, at, f"{self.statement}\n" if has_break else f"\n{self.statement}")])


def iter_displays(tree: ast.Module) -> Iterator[Display]:
    """Yield the lists, tuples and sets of a module that hold values."""
    for node in ast.walk(tree):
        is_value = isinstance(node, (ast.List, ast.Tuple)) and isinstance(node.ctx, ast.Load)
        if isinstance(node, ast.Set) or (is_value and isinstance(node, (ast.List, ast.Tuple))):
            yield node
