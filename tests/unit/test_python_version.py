"""What code that asks for the exact version of Python is told."""

from collections.abc import Callable

import pytest

from automappa_scaffold.interpreter.models.python_version import python_versions
from automappa_scaffold.interpreter.values import Assumed
from tests.unit.interpreted import Interpreted

Run = Callable[..., Interpreted]


@pytest.mark.parametrize(
    "asked",
    [
        "sys.version_info[:3] == (3, 8, 0), sys.version_info >= (3, 11, 3), sys.version_info[2] < 2",
        "sys.version_info.micro, sys.version_info.releaselevel, sys.version_info[3] == 'final'",
        "sys.hexversion >= 0x030b03f0, sys.hexversion",
        "platform.python_version(), platform.python_version_tuple(), int(platform.python_version_tuple()[2])",
    ],
)
def test_where_nothing_is_known_it_is_ours(agree: Run, asked: str) -> None:
    agree(f"import platform\nimport sys\nx = {asked}\n")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("sys.version_info >= (3, 11, 3)", "unknown"),
        ("sys.version_info < (3, 11, 3)", "unknown"),
        ("sys.version_info[2] > 2", "unknown"),
        ("sys.version_info.micro > 2", "unknown"),
        ("sys.version_info[:3] == (3, 11, 3)", "unknown"),
        ("sys.version_info[:3] != (3, 12, 3)", "True"),
        ("sys.version_info >= (3, 10, 3)", "True"),
        ("sys.version_info >= (3, 12, 0)", "False"),
        ("sys.version_info >= (3, 11)", "True"),
        ("sys.version_info[:2] == (3, 11)", "True"),
        ("sys.version_info[:2] in ((3, 11), (3, 12))", "True"),
    ],
)
def test_the_third_number_decides_nothing_where_it_is_not_known(run: Run, asked: str, told: str) -> None:
    ran = run(f"import sys\nx = {asked}\n", python_version="3.11")
    assert ran.told("x") == told


def test_the_third_number_is_told_where_it_is_known(run: Run) -> None:
    ran = run("import sys\nif sys.version_info >= (3, 11, 3):\n    x = 1\n", python_version="3.11.7")
    assert ran.told("x") == "1"
    assert ran.assumptions == ["the worker runs Python 3.11.7"]


def test_the_packed_version_has_a_byte_for_each_number() -> None:
    packed = python_versions("3.11.7")["sys.hexversion"]
    assert isinstance(packed, Assumed)
    assert packed.value == 0x030B07F0
