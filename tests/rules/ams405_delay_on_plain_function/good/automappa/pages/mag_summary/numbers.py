"""Arithmetic."""

import functools


class Job:
    """Something with a method of that name."""

    def delay(self, *args):
        """Return the arguments."""
        return args


def add(x: int, y: int) -> int:
    return x + y


def later(function):
    @functools.wraps(function)
    def run(*args):
        return function(*args)

    run.delay = run
    return run


@later
def slow(x):
    return x


add.delay = add
job = Job()
