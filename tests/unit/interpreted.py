"""Small programs, run by the interpreter and told in the words of ``python_truth.py``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark import ParameterSet

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Module, Native
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import (
    MISSING,
    Assumed,
    DictValue,
    Ext,
    ListValue,
    Maybe,
    SetValue,
    Union,
    Value,
    is_constant,
)
from automappa_scaffold.source.tree import SourceTree

UNKNOWN = "unknown"
FOREIGN = "not of the program"


def write_files(folder: Path, text: str) -> None:
    """Write the files of a text: each begins with a line ``# file: <path>``; the first may be main.py."""
    path, lines = "main.py", list[str]()
    files = {}
    for line in text.splitlines():
        if line.startswith("# file: "):
            files[path] = lines
            path, lines = line.removeprefix("# file: "), []
        else:
            lines.append(line)
    files[path] = lines
    for name, content in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("\n".join(content) + "\n", encoding="utf-8")


@dataclass(frozen=True)
class Program:
    """A program, and what is expected of it.

    Attributes:
        unknown: the names that the interpreter may leave undecided, and does.
        flags: how many undecided conditions it asks for.
        open_names: the names of which more than one thing is said.
    """

    text: str
    unknown: tuple[str, ...]
    flags: int
    open_names: tuple[str, ...]


def read_programs(text: str) -> list[ParameterSet]:
    """Return the programs of a text, to be parametrised with.

    Each begins with ``# program: <name>``; then come lines of ``# unknown:``, ``# flags:`` and ``# open:``.
    """
    found = []
    for section in re.split(r"^# program: ", text, flags=re.MULTILINE)[1:]:
        name, _, body = section.partition("\n")
        options = dict(re.findall(r"^# (unknown|flags|open): (.*)\n", body, flags=re.MULTILINE))
        program = Program(
            text=re.sub(r"^# (unknown|flags|open): .*\n", "", body, flags=re.MULTILINE),
            unknown=tuple(options.get("unknown", "").split()),
            flags=int(options.get("flags", 1)),
            open_names=tuple(options.get("open", "").split()),
        )
        found.append(pytest.param(program, id=name))
    return found


@dataclass(frozen=True)
class Interpreted:
    """A program that was run: the interpreter after it, and the error that ended it."""

    machine: Interpreter
    error: PyRaise | None

    def value(self, name: str, module: str = "main") -> Value:
        return self.machine.modules[module].ns[name]

    def told(self, name: str, module: str = "main") -> str:
        return tell(self.value(name, module))

    def names(self) -> dict[str, dict[str, str]]:
        return {
            module.name: {
                key: tell(value) for key, value in module.ns.items() if not str(key).startswith("__")
            }
            for module in self.machine.modules.values()
            if module.path
        }

    @property
    def assumptions(self) -> list[str]:
        return sorted(self.machine.assumptions)


def interpret(
    folder: Path,
    text: str,
    *,
    module: str = "main",
    environ: Mapping[str, str] | None = None,
    installed: frozenset[str] | None = None,
    python_version: str = "",
) -> Interpreted:
    """Write a program and import one of its modules abstractly."""
    write_files(folder, text)
    paths, tree = [str(folder)], SourceTree(folder)
    machine = Interpreter(tree, paths, environ or {}, {}, installed=installed, python_version=python_version)
    try:
        machine.import_module(module, (None, None, "test"))
    except PyRaise as raised:
        return Interpreted(machine, raised)
    return Interpreted(machine, None)


def tell(value: Any) -> str:
    """Return a value as a text, as ``python_truth.py`` does; what is not decided is ``unknown``.

    What comes out of the standard library is told as foreign: Python and its model need not look alike.
    """
    while isinstance(value, Assumed):
        value = value.value
    if is_constant(value):
        return repr(value)
    if isinstance(value, tuple):
        return _together(f"tuple({', '.join(tell(item) for item in value)})", value)
    if isinstance(value, ListValue):
        texts = [tell(item) for item in value.items]
        kind, texts = ("set", sorted(texts)) if isinstance(value, SetValue) else ("list", texts)
        is_vague = value.unknown or (kind == "list" and value.is_unordered)
        return UNKNOWN if is_vague else _together(f"{kind}({', '.join(texts)})", value.items)
    if isinstance(value, DictValue):
        pairs = ", ".join(f"{tell(key)}: {tell(item)}" for key, item in value.items.items())
        return UNKNOWN if value.unknown else _together(f"dict({pairs})", value.items.values())
    if isinstance(value, (Ext, Native)) or (isinstance(value, Class) and not value.line):
        return FOREIGN
    if isinstance(value, Module):
        return f"module {value.name}"
    if isinstance(value, Function):
        return f"function {tell_bare(value.ns['__module__'])}.{tell_bare(value.ns['__name__'])}"
    if isinstance(value, Class):
        bases = ", ".join(base.name for base in value.mro[1:] if base.name != "object")
        return f"class {value.name}({bases})"
    if isinstance(value, Instance):
        return f"{value.cls.name} object"
    return UNKNOWN


def may_be(value: Value, text: str | None) -> bool:
    """Return whether a value may be what Python tells; None: the name is not bound."""
    options = set() if value is MISSING else _options(value)
    if options & {UNKNOWN, FOREIGN}:
        return True
    return text in options or (text is None and (value is MISSING or _may_be_unbound(value)))


def is_decided(value: Value) -> bool:
    """Return whether a value is one thing only."""
    options = _options(value) - {FOREIGN}
    return len(options) <= 1 and UNKNOWN not in options and not _may_be_unbound(value)


def _may_be_unbound(value: Value) -> bool:
    return isinstance(value, Union) and MISSING in value.options


def _options(value: Value) -> set[str]:
    """Return every text that a value may be told as."""
    if isinstance(value, Union):
        return {text for option in value.options if option is not MISSING for text in _options(option)}
    if isinstance(value, Assumed):
        return _options(value.value)
    if isinstance(value, tuple):
        return _sequences("tuple", value)
    if isinstance(value, ListValue) and not value.unknown:
        return _sequences("set" if isinstance(value, SetValue) else "list", value.items)
    if isinstance(value, DictValue) and not value.unknown:
        keys = [tell(key) for key in value.items]
        values = [_choices(item) for item in value.items.values()]
        chosen_values = list(product(*values))
        if any(UNKNOWN in (c or "") for v in chosen_values for c in v):
            return {UNKNOWN}
        pairs = [[f"{k}: {c}" for k, c in zip(keys, v, strict=True) if c is not None] for v in chosen_values]
        return {f"dict({', '.join(p)})" for p in pairs}
    return {tell(value)}


def _sequences(kind: str, items: tuple[Value, ...]) -> set[str]:
    found = set()
    for chosen in product(*[_choices(item) for item in items]):
        texts = [text for text in chosen if text is not None]
        if UNKNOWN in texts:
            return {UNKNOWN}
        found.add(f"{kind}({', '.join(sorted(texts) if kind == 'set' else texts)})")
    return found


def _choices(item: Value) -> list[str | None]:
    if isinstance(item, Maybe):
        return [None, *sorted(_options(item.value))]
    return [*([None] if _may_be_unbound(item) else []), *sorted(_options(item))]


def tell_bare(value: Value) -> str:
    """Return a text without quotes."""
    return value if isinstance(value, str) else tell(value)


def _together(text: str, parts: Any) -> str:
    open_ = any(isinstance(part, Maybe) or tell(part) == UNKNOWN for part in parts)
    return UNKNOWN if open_ else text
