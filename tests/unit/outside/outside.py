"""A module that is not of the program: what it answers is set by the test, and unknown to the interpreter."""

import os


def flag(number: int = 0) -> bool:
    return os.environ["FLAGS"][number] == "1"


def items() -> list[str]:
    return ["a", "b"] if os.environ["FLAGS"][0] == "1" else []
