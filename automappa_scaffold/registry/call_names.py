"""What the names and texts in a file stand for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from automappa_scaffold.project.names import absolute_module, module_name_of
from automappa_scaffold.registry.call_arguments import Node, pairs_of
from automappa_scaffold.registry.symbol_kinds import (
    ENUM_MEMBER,
    ONLY_TASKS_HAVE,
    Symbol,
    SymbolKind,
    element_name,
)
from automappa_scaffold.registry.symbols import Symbols
from automappa_scaffold.source.places import Place

__all__ = ["FileNames"]

_MADE_OF_PARTS = 5  # elements of such an expression
_OTHER = Symbol(SymbolKind.OTHER)


@dataclass(slots=True)
class FileNames:
    """Answers what a file's references stand for: by the module it was run as, else by its path."""

    symbols: Symbols
    path: PurePosixPath
    import_root: PurePosixPath
    name_by_path: str = ""

    def absolute(self, level: int, module: str) -> str | None:
        """Return the module that a ``from`` statement of this file names."""
        return absolute_module(self.module_name(), self.path.name == "__init__.py", level, module)

    def module_name(self) -> str:
        """Return the name of the module that this file is."""
        known = self.symbols.module_at(self.path)
        if known is not None:
            return known
        if not self.name_by_path:
            path, root = self.path, self.import_root
            below = path.relative_to(root) if path.is_relative_to(root) else path
            self.name_by_path = module_name_of(below.parts)
        return self.name_by_path

    def symbol(self, node: Node, *, load: bool = False) -> Symbol:
        """Return what a reference stands for; ``load``: run modules to find out."""
        _, _, binding, names = node
        kind = binding[0]
        load = load or bool(names and names[-1] in ONLY_TASKS_HAVE)
        if kind == "import":
            return self.symbols.find(binding[1], tuple(names), load=load)
        if kind == "from":
            module = self.absolute(binding[1], binding[2])
            return _OTHER if module is None else self.symbols.find(module, (binding[3], *names), load=load)
        own = self.symbols.module_at(self.path)
        if kind == "star":
            return self._brought(binding, tuple(names), load=load)
        if kind == "first":
            return self._itself(own, binding, tuple(names))
        if kind == "local":
            return Symbol(SymbolKind.FUNCTION, binding[1], rest=tuple(names))
        if own is not None:
            found = self.symbols.find(own, (binding[1], *names), load=load)
            # A name that the file itself binds is not missing: it is bound in a way that is not followed.
            return found if found.kind is not SymbolKind.MISSING or found.missing != binding[1] else _OTHER
        if binding[2] == "def" and names:
            return Symbol(SymbolKind.FUNCTION, f"{self.module_name()}.{binding[1]}", rest=tuple(names))
        return _OTHER

    def _brought(self, binding: Node, names: tuple[str, ...], *, load: bool) -> Symbol:
        """Return what a name stands for that an ``import *`` brings: that of the last module that has it."""
        _, stars, name = binding
        for level, module in reversed(stars):
            source = self.absolute(level, module)
            exports = None if source is None else self.symbols.exports(source, name)
            if source is None or exports is None:
                return _OTHER
            if exports:
                return self.symbols.find(source, (name, *names), load=load)
        return _OTHER

    def _itself(self, module: str | None, binding: Node, names: tuple[str, ...]) -> Symbol:
        """Return what the first parameter of a function stands for: in a bound task, the task."""
        _, function, line = binding
        found = _OTHER if module is None else self.symbols.find(module, (function,))
        if found.task is None or not found.task.binds or found.task.place.line != line:
            return _OTHER
        return replace(found, rest=names)

    def element(self, node: Node, key: Node) -> Symbol:
        """Return what a dict holds under a key, where that is a task, a function or a text."""
        text = self.text(key)
        if node[0] in ("dict", "table") and text is not None:
            return self._written(node, text)
        if node[0] != "ref" or text is None:
            return _OTHER
        found = self.symbol(("ref", node[1], node[2], (*node[3], element_name(text))), load=True)
        is_held = found.kind in (SymbolKind.TASK, SymbolKind.FUNCTION, SymbolKind.TEXT)
        return found if is_held and element_name(text) not in found.rest else _OTHER

    def _written(self, table: Node, key: str) -> Symbol:
        """Return what a dict holds under a key, both of which stand in the source."""
        pairs = pairs_of(("dict", *table[1:])) or ()
        found = [value for name, value in pairs if name == key]
        if len(found) != 1 or None in dict(pairs):
            return _OTHER
        if found[0][0] == "ref":
            return self.symbol(found[0])
        text = self.text(found[0])
        return _OTHER if text is None else Symbol(SymbolKind.TEXT, text)

    def text(self, node: Node | None) -> str | None:
        """Return the text that an expression certainly is."""
        if node is None:
            return None
        if node[0] == "item":
            held = self.element(node[2], node[3])
            return held.name if held.kind is SymbolKind.TEXT else None
        if node[0] == "const" and node[2] == "str":
            if node[3] is None and len(node) == _MADE_OF_PARTS:
                return self._joined(node[4])
            return node[3] if isinstance(node[3], str) else None
        if node[0] == "ref":
            symbol = self.symbol(node, load=True)
            if symbol.kind is SymbolKind.TASK and symbol.rest == ("name",):
                is_registered = symbol.task is not None and self.symbols.task_named(symbol.task.name)
                return symbol.name if is_registered else None
            return symbol.name if symbol.kind is SymbolKind.TEXT else None
        return None

    def _joined(self, parts: Sequence[Node]) -> str | None:
        """Return the text that parts make, each of which is known and no member of an enumeration."""
        made: list[str] = []
        for part in parts:
            # How the text of a member begins depends on the version of Python.
            is_member = part[0] == "ref" and self.symbol(part, load=True).what == ENUM_MEMBER
            text = None if is_member else self.text(part)
            if text is None:
                return None
            made.append(text)
        return "".join(made)

    def place(self, position: Node) -> Place:
        """Return a position of this file as a place."""
        return Place(self.path, position[0], position[1], position[2], position[3])
