"""What the names and texts in a file stand for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from automappa_scaffold.project.names import absolute_module, module_name_of
from automappa_scaffold.registry.call_arguments import Node, pairs_of
from automappa_scaffold.registry.symbol_kinds import (
    AN_OBJECT,
    ENUM_MEMBER,
    ONLY_TASKS_HAVE,
    Symbol,
    SymbolKind,
    element_name,
)
from automappa_scaffold.registry.symbols import Symbols
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.wrapping_functions import WrappingFunction

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
        if own is None and binding[2] == "def":
            return Symbol(SymbolKind.FUNCTION, f"{self.module_name()}.{binding[1]}", rest=tuple(names))
        if own is None and not (binding[2] == "value" and names and names[-1] in ONLY_TASKS_HAVE):
            return _OTHER
        found = self.symbols.find(own or self.module_name(), (binding[1], *names), load=load)
        # A name that the file itself binds is not missing: it is bound in a way that is not followed.
        return found if found.kind is not SymbolKind.MISSING or found.missing != binding[1] else _OTHER

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

    def wrapping(self, node: Node, symbol: Symbol) -> "tuple[WrappingFunction, FileNames] | None":
        """Return the small function of the project that a reference names, and the names of its file."""
        module, name = self._origin(node)
        if symbol.kind is not SymbolKind.FUNCTION and module and self.symbols.is_loaded(module):
            symbol = self.symbols.find(module, (name,), load=True)  # it was run since that was asked
        if symbol.kind is SymbolKind.FUNCTION and not symbol.rest and symbol.place is not None:
            path, line = symbol.place.path, symbol.place.line
            one = next((each for each in self.symbols.wrapping_in(path) if each.line == line), None)
        elif module:
            is_loaded = self.symbols.is_loaded(module)
            path = self.import_root.joinpath(*module.split(".")).with_suffix(".py")
            self.symbols.asked.add(module)
            known = [each for each in self.symbols.wrapping_in(path) if each.name == name]
            one = next((each for each in known if each.is_partial or not is_loaded), None)
        else:
            return None
        return None if one is None else (one, FileNames(self.symbols, path, self.import_root))

    def _origin(self, node: Node) -> tuple[str, str]:
        """Return the module and the name in it that a reference names, going by its words alone."""
        _, _, binding, names = node
        if binding[0] == "own":
            return ("", "") if names else (self.module_name(), binding[1])
        module = binding[1] if binding[0] == "import" else ""
        if binding[0] == "from":
            module = self.absolute(binding[1], binding[2]) or ""
            names = (binding[3], *names)
        return (".".join((module, *names[:-1])), names[-1]) if module and names else ("", "")

    def binding_for_all(self, binding: Sequence[Any]) -> Sequence[Any] | None:
        """Return what a name of this file is bound to, as any file may say it; None: only this one can."""
        if binding[0] == "import":
            return binding
        if binding[0] == "own":
            return ("from", 0, self.module_name(), binding[1])
        if binding[0] == "from":
            module = self.absolute(binding[1], binding[2])
            return None if module is None else ("from", 0, module, binding[3])
        return None

    def is_told_at_import(self, binding: Sequence[Any], missing: Symbol) -> bool:
        """Return whether the import that binds a name asks for what is missing, or for its module."""
        if missing.missing == binding[-1]:
            return True
        module = self.absolute(binding[1], binding[2]) if binding[0] == "from" else None
        wanted = f"{missing.name}.{missing.missing}."
        return missing.is_module and module is not None and f"{module}.".startswith(wanted)

    def _itself(self, module: str | None, binding: Node, names: tuple[str, ...]) -> Symbol:
        """Return what the first parameter of a function stands for: in a bound task, the task."""
        _, function, line = binding
        found = _OTHER if module is None else self.symbols.find(module, (function,))
        if found.task is None or not found.task.binds or found.task.place.line != line:
            return _OTHER
        return replace(found, rest=names)

    def element(self, node: Node, key: Node) -> Symbol:
        """Return what a dict holds under a key, or a list at a place: a task, a function or a text."""
        text: str | int | None = self.text(key)
        if node[0] in ("dict", "table") and isinstance(text, str):
            return self._written(node, text)
        if key[0] == "const" and key[2] == "int":
            text = int(key[3], 0)
        node = _one_reference(node)
        if node[0] != "ref" or text is None:
            return _OTHER
        found = self.symbol(("ref", node[1], node[2], (*node[3], element_name(text))), load=True)
        is_held = found.kind in (SymbolKind.TASK, SymbolKind.FUNCTION, SymbolKind.TEXT)
        return found if is_held and element_name(text) not in found.rest else _OTHER

    def held(self, node: Node) -> Symbol | None:
        """Return the task that an element of a table, or an object that a class makes, holds, or None."""
        reference = _one_reference(node)
        symbol = self.symbol(reference) if reference[0] == "ref" else _OTHER
        return symbol if symbol.kind is SymbolKind.TASK else None

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


def _one_reference(node: Node) -> Node:
    """Return what is taken of a name, ``TABLE["fast"].task`` or ``Page().task``, as names behind that one."""
    if node[0] not in ("item", "attr", "call"):
        return node
    inner = _one_reference(node[2])
    if inner[0] != "ref":
        return node
    if node[0] == "item":
        key = node[3]
        text = key[3] if key[0] == "const" and key[2] in ("str", "int") else None
        if not isinstance(text, str):
            return node
        name = element_name(text if key[2] == "str" else int(text, 0))
    else:
        name = node[3] if node[0] == "attr" else AN_OBJECT
    return ("ref", node[1], inner[2], (*inner[3], name))
