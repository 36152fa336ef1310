"""Lowering: from source text to the small program that is run."""

import ast
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from automappa_scaffold.source.functions import FunctionSpec, FunctionTable
from automappa_scaffold.source.lower import lower_module
from automappa_scaffold.source.parsing import SourceSyntaxError, parse_source
from automappa_scaffold.source.program import Node, column_of, line_of

REPOSITORY = Path(__file__).resolve().parents[2]
LEFT_OPEN = {"a type alias", "a type parameter"}


def body_of(text: str) -> Sequence[Node]:
    return lower_module(text.encode()).body


def function_of(text: str) -> FunctionSpec:
    source = text.encode()
    return FunctionTable(lambda: source).spec_of(body_of(text)[0][3])


def test_a_node_says_where_it_stands_counting_from_one() -> None:
    (_, (kind, position, _, value)) = body_of("\n\n  # comment\nx = 1\n"), body_of("\nx = y\n")[0]
    assert kind == "assign"
    assert (line_of(position), column_of(position)) == (2, 1)
    assert (line_of(value[1]), column_of(value[1])) == (2, 5)


def test_a_column_that_does_not_fit_is_cut() -> None:
    node = body_of("x = (" + " " * 5000 + "y)\n")[0][3]
    assert (line_of(node[1]), column_of(node[1])) == (1, 4096)


def test_the_docstring_and_postponed_annotations_are_seen() -> None:
    program = lower_module(b'"""Doc."""\nfrom __future__ import annotations\n')
    assert (program.docstring, program.postponed_annotations) == ("Doc.", True)
    program = lower_module(b"from __future__ import division\n")
    assert (program.docstring, program.postponed_annotations) == (None, False)


def test_a_program_holds_plain_values_only() -> None:
    def check(value: object) -> None:
        if isinstance(value, (tuple, list)):
            for part in value:
                check(part)
        else:
            assert value is None or type(value) in (str, int, float, bool)

    for path in sorted((REPOSITORY / "automappa_scaffold").rglob("*.py")):
        check(lower_module(path.read_bytes()).body)


def test_every_statement_and_expression_of_this_python_is_known() -> None:
    # A node that is not known lowers to "opaque".
    folder = Path(ast.__file__).parent
    for name in ("ast.py", "dataclasses.py", "asyncio/tasks.py", "typing.py", "contextlib.py", "enum.py"):
        program = repr(lower_module((folder / name).read_bytes()).body)
        # What type parameters and type aliases are is left open on purpose, as their own tests demand.
        assert set(re.findall(r"\('opaque', \d+, '([^']*)'\)", program)) <= LEFT_OPEN, name


@pytest.mark.parametrize(
    "text",
    [
        "(a: int, b: str = 'x', /, c=1, *args: int, d, e: int = 2, **kw)",
        "()",
        "(self)",
        "(*, a)",
        "(a, /)",
        "(a, /, b)",
        "(*args)",
        "(**kw)",
    ],
)
def test_parameters_are_described_as_written(text: str) -> None:
    described = function_of(f"def f{text}: pass\n").describe_parameters()
    assert ast.dump(ast.parse(f"def f{described}: pass")) == ast.dump(ast.parse(f"def f{text}: pass"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(self)", "()"),
        ("(self, color: str = 'x')", "(color: str = 'x')"),
        ("(self, /, a)", "(a)"),
        ("(self, a, /, b=1)", "(a, /, b=1)"),
        ("(self=None, a=1)", "(a=1)"),
        ("(self, *args, a, **kw)", "(*args, a, **kw)"),
        ("(self, *, a=1)", "(*, a=1)"),
    ],
)
def test_the_first_parameter_is_left_out_of_a_bound_task(text: str, expected: str) -> None:
    described = function_of(f"def f{text}: pass\n").describe_parameters(1)
    assert ast.dump(ast.parse(f"def f{described}: pass")) == ast.dump(ast.parse(f"def f{expected}: pass"))


def test_a_function_knows_what_it_declares_and_whether_it_yields() -> None:
    text = (
        "def outer():\n    d = 0\n    def f():\n        global a, b\n        c = 0\n"
        "        def inner():\n            nonlocal c\n            yield 1\n        nonlocal d\n"
    )
    table = FunctionTable(text.encode)
    outer = table.spec_of(body_of(text)[0][3])
    spec = table.spec_of(outer.body[1][3])
    assert spec.name == "f"
    assert spec.global_names == {"a", "b"}
    assert spec.nonlocal_names == {"d"}
    assert not spec.is_generator
    assert function_of("def f():\n    if x:\n        y = yield\n").is_generator
    assert not function_of("def f():\n    return [(yield_) for yield_ in x]\n").is_generator


def test_the_line_of_a_decorated_function_is_that_of_its_def() -> None:
    assert function_of("@one\n@two\ndef f(): pass\n").line == 3


@pytest.mark.parametrize(
    ("source", "kind", "line"),
    [
        (b"x = (\n", "SyntaxError", 1),
        (b"if x:\npass\n", "IndentationError", 2),
        (b"if x:\n\tpass\n        pass\n", "TabError", 3),
        (b"x = 1\0\n", "SyntaxError", 1),
        (b"# coding: no-such-codec\n", "SyntaxError", 1),
        (b"x = '\xff'\n", "SyntaxError", 1),
    ],
)
def test_a_file_that_does_not_parse_says_why_and_where(source: bytes, kind: str, line: int) -> None:
    with pytest.raises(SourceSyntaxError) as raised:
        lower_module(source)
    assert (raised.value.kind, raised.value.line, raised.value.certain) == (kind, line, True)


def test_nesting_too_deep_for_our_parser_says_nothing_about_another_python() -> None:
    with pytest.raises(SourceSyntaxError) as raised:
        parse_source(b"(" * 300 + b")" * 300)
    assert not raised.value.certain


def test_syntax_newer_than_this_python_says_nothing_about_another_python() -> None:
    source = b"x = 1\ny = t'{x}'\n"
    if sys.version_info >= (3, 14):
        assert parse_source(source).body
        return
    with pytest.raises(SourceSyntaxError) as raised:
        parse_source(source)
    assert not raised.value.certain


def test_type_parameters_are_parsed_by_any_python() -> None:
    tree = parse_source(b"type Alias = int\ndef f[T](x: T) -> T: ...\n")
    assert [node.lineno for node in tree.body] == [1, 2]


def test_a_long_sum_does_not_exhaust_the_stack() -> None:
    assert body_of("x = " + " + ".join(["'a'"] * 900) + "\n")


def test_byte_order_mark_and_encoding_comment_are_read() -> None:
    assert body_of_bytes(b"\xef\xbb\xbfx = 'a'\n") == "a"
    assert body_of_bytes(b"# coding: latin-1\nx = '\xe9'\n") == "é"


def body_of_bytes(source: bytes) -> object:
    return lower_module(source).body[0][3][2]


def test_an_invalid_escape_in_the_source_warns_nobody() -> None:
    assert body_of_bytes(b"x = '\\d'\n") == "\\d"
