"""Syntax of newer Pythons: which version a file needs, and what an older worker does with it."""

import ast
import sys

import pytest

from automappa_scaffold.source.lower import lower_module
from automappa_scaffold.source.newer_syntax import find_newest
from automappa_scaffold.source.older_syntax import with_older_texts

ANY = (
    "a[(*b, 1)]\nf(*a, *b)\n[*a, *b]\n{1: [*a]}\ndef f(*args: int, **kw): pass\n",
    "async def f(x):\n    return [[y for y in z] async for z in x]\n",
    "async def f(x):\n    return [(await y for y in z) for z in x]\n",
    "try:\n    pass\nexcept (A, B):\n    pass\n",
    "f'{a} {b[\"c\"]}' f\"{'d'}\\n{{\"\n",
)
OF_3_11 = (
    ("async def f(x):\n    return {k: [y async for y in z] for k, z in x}\n", 2),
    ("async def f(x):\n    return [[await y for y in z] for z in x]\n", 2),
    *(
        (
            ("a = 1\na[0, *b]\n", 2),
            ("def f(*args: *A): pass\n", 1),
            ("try:\n    pass\nexcept* A:\n    pass\n", 1),
        )
        if sys.version_info >= (3, 11)
        else ()
    ),
)
OF_3_12 = (
    'f"{a["b"]}"\n',
    "f'{'\\n'.join(a)}'\n",
    "f'{\n    a  # Text.\n}'\n",
)


@pytest.mark.parametrize("text", ANY)
def test_syntax_that_every_python_takes_needs_none(text: str) -> None:
    assert find_newest(ast.parse(text), text.encode()) is None


@pytest.mark.parametrize(("text", "line"), OF_3_11)
def test_syntax_that_came_with_python_3_11_is_found(text: str, line: int) -> None:
    assert find_newest(ast.parse(text), text.encode()) == ("3.11", line)


@pytest.mark.parametrize("text", OF_3_12)
def test_texts_with_quotes_or_lines_in_braces_need_python_3_12(text: str) -> None:
    if sys.version_info < (3, 12):
        with pytest.raises(SyntaxError):
            ast.parse(text)
        return
    found = find_newest(ast.parse(text), text.encode())
    assert found is not None
    assert found[0] == "3.12"


def test_type_parameters_leave_the_rest_of_a_class_as_it_is() -> None:
    program = repr(lower_module(b"class A[T]:\n    __a = 1\n\n\nclass B[T](A): pass\n"))

    assert "'_A__a'" in program
    assert program.count("'Generic'") == 2


def test_what_a_type_alias_is_stays_open() -> None:
    assert "'a type alias'" in repr(lower_module(b"type A = list[int]\n"))


def test_type_parameters_may_be_named_in_bases_and_bodies() -> None:
    source = b'"""Text."""\nfrom __future__ import annotations\n\nclass A[T](B[T]):\n    x = list[T]\n'
    program = lower_module(source)

    assert program.docstring == "Text."
    assert ("name", "T") in [(node[2][0][0], node[2][0][2]) for node in program.body if node[0] == "assign"]


@pytest.mark.parametrize(
    ("text", "older"),
    [
        ('a = f"{b["c"]}{d}"\n', 'a = f"""{b["c"]}{d}"""\n'),
        ("a = f'{\n    b\n}'\n", 'a = f"""{\n    b\n}"""\n'),
        ('a = f"{f"{b["c"]}"}"\n', 'a = f\'\'\'{f"""{b["c"]}"""}\'\'\'\n'),
        ("a = rf'{'x'}\"'\n", "a = rf'''{'x'}\"'''\n"),
        ("a = f'{'\\n'.join(b)}\\t'\n", 'a = f"""{(\'%c\' % (10,)).join(b)}\\t"""\n'),
        ("a = f'{b!r:{'>'}{c}}'\n", 'a = f"""{b!r:{\'>\'}{c}}"""\n'),
    ],
)
def test_an_older_python_reads_texts_with_quotes_in_braces_too(text: str, older: str) -> None:
    assert with_older_texts(text.encode()).decode() == older
    if sys.version_info < (3, 12):  # a newer one parses them itself
        assert lower_module(text.encode()).body[-1] == lower_module(older.encode()).body[-1]
