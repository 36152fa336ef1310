"""What loops depend on is the same whether a program was just read or is remembered, as lists."""

import json
from typing import Any

import pytest

from automappa_scaffold.interpreter.unordered_loops import depends_on_order, is_driven
from automappa_scaffold.source.lower import lower_module


def loops(text: str) -> list[Any]:
    """Return the loop of a text, as it is lowered and as it is remembered."""
    body = lower_module(text.encode()).body
    return [body[-1], json.loads(json.dumps(body))[-1]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("for name in names:\n    found[name] = 1\n", False),
        ("for name in names:\n    if name:\n        short = name[1:]\n        found[short] = 1\n", False),
        ("for name in names:\n    print(last)\n    last = name\n", True),
        ("for name in names:\n    count += 1\n", True),
        ("for name in names:\n    found.append(name)\n    print(len(found))\n", True),
        ("for name in names:\n    if name:\n        break\n", True),
    ],
)
def test_a_remembered_loop_depends_on_its_order_as_the_loop_itself(text: str, *, expected: bool) -> None:
    assert [depends_on_order(node[4]) for node in loops(text)] == [expected, expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("for name in names:\n    next(names)\n", True),
        ("for name in settings.names:\n    print(settings)\n", False),
        ("for name in [1, 2]:\n    print(name)\n", False),
    ],
)
def test_a_remembered_loop_is_driven_as_the_loop_itself(text: str, *, expected: bool) -> None:
    assert [is_driven(node) for node in loops(text)] == [expected, expected]
