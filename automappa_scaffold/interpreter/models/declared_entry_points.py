"""Entry points that the project itself declares: in its metadata, or in what that is made from."""

import ast
import configparser
import sys
from collections.abc import Iterator, Mapping

from automappa_scaffold.interpreter.outside import read_entry_point_lines
from automappa_scaffold.source.tree import SourceTree

if sys.version_info >= (3, 11):
    import tomllib
else:  # pragma: no cover
    import tomli as tomllib

__all__ = ["declared_entry_points"]

_Found = Iterator[tuple[str, str, str]]


def declared_entry_points(tree: SourceTree, folders: list[str], group: str) -> list[tuple[str, str]]:
    """Return the names and values of a group's entry points that a project declares, each name once.

    Args:
        folders: absolute folders that metadata and ``pyproject.toml`` are looked for in.
    """
    found: dict[str, str] = {}
    for folder in folders:
        for key, name, value in _declared_in(tree, folder.rstrip("/")):
            if key == group:
                found.setdefault(name, value.partition("[")[0].strip())
    return list(found.items())


def _declared_in(tree: SourceTree, folder: str) -> _Found:
    for entry in sorted(tree.listing(folder) or ()):
        if entry.endswith((".dist-info", ".egg-info")):
            yield from read_entry_point_lines(_text(tree, f"{folder}/{entry}/entry_points.txt"))
    yield from _of_toml(_text(tree, f"{folder}/pyproject.toml"))
    yield from _of_setup_cfg(_text(tree, f"{folder}/setup.cfg"))
    yield from _of_setup_py(_text(tree, f"{folder}/setup.py"))


def _text(tree: SourceTree, path: str) -> str:
    return (tree.read(path) or b"").decode("utf-8", "replace") if tree.is_file(path) else ""


def _of_toml(text: str) -> _Found:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    tables = (data.get("project", {}).get("entry-points"), _below(data, "tool", "poetry", "plugins"))
    for table in tables:
        yield from _of_table(table)


def _below(data: object, *keys: str) -> object:
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _of_table(table: object) -> _Found:
    """Yield what a mapping of groups holds, each a mapping, a list of lines, or lines."""
    for group, listed in table.items() if isinstance(table, Mapping) else ():
        if isinstance(listed, Mapping):
            yield from ((str(group), str(name), str(value)) for name, value in listed.items())
            continue
        lines = listed.splitlines() if isinstance(listed, str) else listed
        if isinstance(lines, (list, tuple)):
            yield from read_entry_point_lines("\n".join([f"[{group}]", *map(str, lines)]))


def _of_setup_cfg(text: str) -> _Found:
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(text)
    except configparser.Error:
        return
    if parser.has_section("options.entry_points"):
        yield from _of_table(dict(parser.items("options.entry_points")))


def _of_setup_py(text: str) -> _Found:
    if "entry_points" not in text:
        return
    try:
        nodes = list(ast.walk(ast.parse(text)))
        keywords = [node for node in nodes if isinstance(node, ast.keyword) and node.arg == "entry_points"]
        tables = [ast.literal_eval(keyword.value) for keyword in keywords]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for table in tables:
        yield from read_entry_point_lines(table) if isinstance(table, str) else _of_table(table)
