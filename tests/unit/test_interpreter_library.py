"""The parts of Python's library that decide imports: run by the interpreter and by Python itself."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.interpreted import Interpreted, Program, read_programs

Agree = Callable[..., Interpreted]

PROGRAMS = read_programs((Path(__file__).parent / "library_programs.txt").read_text())


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_library_does_what_it_does_in_python(agree: Agree, program: Program) -> None:
    agree(program.text, unknown=program.unknown)
