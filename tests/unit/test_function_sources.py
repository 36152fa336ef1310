"""Functions are parsed one by one, and come to the very trees that parsing their file gives."""

import argparse
import ast
import asyncio.base_events
import typing
from pathlib import Path
from types import ModuleType

import pytest

from automappa_scaffold.source.function_sources import can_be_parsed_in_parts, parse_function
from automappa_scaffold.source.functions import FunctionTable

Found = dict[tuple[int, int], str]

ODD_ENDS = '''\
import os
@trace
def first(
    size,
):
    """A text
with less
indentation.
"""
# no end
    return os.sep + \\
"more"
def second(): return {
1: 2}
class Shop:
    @staticmethod
    async def third(
        size: int
    ) -> str:

        def inner():
            return """

no end"""

  # no end
        return inner
    x = 1
    if x:
        def fourth(self): pass
    else:
        fourth = None
def last(): pass'''


def _functions(tree: ast.AST) -> Found:
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            node.decorator_list = []
            found[node.lineno, node.col_offset] = ast.dump(node, include_attributes=True)
    return found


def _in_parts(source: bytes, whole: Found) -> Found:
    found = {}
    for place in whole:
        tree = parse_function(source, *place)
        if tree is not None:
            found[place] = _functions(tree)[place]
    return found


def test_every_function_ends_where_python_ends_it() -> None:
    source = ODD_ENDS.encode()
    whole = _functions(ast.parse(source))
    assert len(whole) == 6
    assert can_be_parsed_in_parts(source)
    assert _in_parts(source, whole) == whole


@pytest.mark.parametrize("module", [argparse, asyncio.base_events, typing])
def test_functions_of_the_standard_library_are_parsed_alike(module: ModuleType) -> None:
    source = Path(str(module.__file__)).read_bytes()
    whole = _functions(ast.parse(source))
    found = _in_parts(source, whole)
    assert found.items() <= whole.items()
    assert len(found) > 0.7 * len(whole)  # the others name what their class keeps to itself


@pytest.mark.parametrize(
    "source",
    [
        b"def f():\n\treturn 1\n",
        b"def f():\r\n    return 1\r\n",
        b"\xef\xbb\xbfdef f():\n    return 1\n",
        b"# -*- coding: latin-1 -*-\ndef f():\n    return 1\n",
        b"#!python\n# vim: set fileencoding=latin-1 :\ndef f():\n    return 1\n",
        b"def f[T](x: T):\n    return x\n",
    ],
)
def test_files_that_are_not_what_they_look_like_are_parsed_whole(source: bytes) -> None:
    assert not can_be_parsed_in_parts(source)


@pytest.mark.parametrize(
    "source",
    [
        "class Shop:\n    def f(self):\n        return self.__size\n",
        "class Shop:\n    def f(self):\n        return (1 +\n        __name)\n",
    ],
)
def test_private_names_are_called_after_their_class(source: str) -> None:
    table = FunctionTable(source.encode)
    node = table.node_at(2, 4, is_lambda=False)
    assert "_Shop__" in ast.dump(node)


def test_functions_of_one_file_are_found_in_any_order() -> None:
    source = "def f():\n    def g():\n        return lambda: 1\n    return g\nh = lambda: f\n"
    for order in (((5, 4, True), (1, 0, False)), ((2, 4, False), (3, 15, True), (1, 0, False))):
        table = FunctionTable(source.encode)
        for line, column, is_lambda in order:
            node = table.node_at(line, column, is_lambda=is_lambda)
            assert (node.lineno, node.col_offset) == (line, column)
