"""Which regular expressions certainly end soon."""

import re

import pytest

from automappa_scaffold.interpreter.models.regular_expression_costs import is_fast

LONG = "GET  /users/12/<int:id>      users.get   # a note\n" * 40


@pytest.mark.parametrize(
    "pattern",
    [
        r"^(?P<verb>[A-Z]+)\s+(?P<path>\S+)\s+(?P<job>[\w.]+)",
        r"\w+=\d+;",
        r"(?i)\b([a-z])(\w*)",
        r"[a-z]+(?:-x)?\s",
        r"(?<!^)(?=[A-Z])",
        r"^#.*$",
    ],
)
def test_what_repeats_side_by_side_without_sharing_characters_is_fast(pattern: str) -> None:
    assert is_fast(re.compile(pattern), LONG)


def test_what_was_found_before_may_be_asked_for_again_in_short_texts() -> None:
    assert is_fast(re.compile(r"""^(['"])(.*)\1$"""), "'pages:home'")


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+$",
        r"(?:\w+\s*)*x",
        r"(a|a)*b",
        r"\w*\w*\w*=",
        r".*.*.*z",
        r"(\w+)\s\1",
        r"\S+[a-z]*[0-9a-z]*!",
        "a?" * 24 + "a" * 24,
    ],
)
def test_what_can_be_taken_in_many_ways_is_not(pattern: str) -> None:
    assert not is_fast(re.compile(pattern), LONG)
