"""What the buttons of the home page do."""

from automappa.pages.mag_summary import numbers
from automappa.pages.mag_summary.numbers import add


def _helper(x):
    return x


def taken():  # the caller: AttributeError
    return add.delay(1, 2)


def through_the_module():  # the caller: AttributeError
    return numbers.add.apply_async((1, 2))


def signed():  # the caller: AttributeError
    return add.s(1, 2)


def own_function():  # the caller: AttributeError
    return _helper.delay(1)
