"""What the compiler refuses of a file that parses is refused here, wherever it stands; nothing else is."""

import ast
import warnings

import pytest

from automappa_scaffold.source.lower import lower_module
from automappa_scaffold.source.parsing import SourceSyntaxError
from tests.properties.refused_programs import iter_programs


def _is_refused(text: str) -> bool | None:
    """Return whether the compiler refuses a text; None where the parser does, or where Pythons differ."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(text.encode())
        except SyntaxError:
            return None
        try:
            compile(text.encode(), "program.py", "exec", dont_inherit=True)
        except SyntaxError as error:
            return None if "asynchronous comprehension" in str(error.msg) else True
    return False


def _is_refused_here(text: str) -> bool:
    try:
        lower_module(text.encode())
    except SourceSyntaxError:
        return True
    return False


@pytest.mark.parametrize("seed", range(4))
def test_what_the_compiler_refuses_is_refused_and_nothing_else(seed: int) -> None:
    refused = 0
    for text in iter_programs(1200, seed):
        truth = _is_refused(text)
        if truth is None:
            continue
        refused += truth
        assert truth == _is_refused_here(text), text

    assert refused > 300
