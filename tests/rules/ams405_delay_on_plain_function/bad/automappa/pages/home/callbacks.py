"""What the buttons of the home page do."""

from concurrent.futures import ThreadPoolExecutor

from automappa.pages.mag_summary import numbers
from automappa.pages.mag_summary.numbers import add
from automappa.tasks import ping


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


def a_lambda():  # the caller: AttributeError
    return numbers.double.delay(1)


def a_class():  # the caller: AttributeError
    return numbers.Sum.delay(1)


def an_object():  # the caller: AttributeError
    return numbers.total.apply_async((1,))


def of_a_table():  # the caller: AttributeError
    return numbers.BY_NAME["add"].delay(1, 2)


def own_lambda():  # the caller: AttributeError
    later = lambda x: x
    return later.delay(1)


def inner_function():  # the caller: AttributeError
    def work(x):
        return x + 1

    return work.delay(1)


def run_of_a_task():  # the caller: AttributeError
    return ping.run.delay()


def handed_over():  # the caller: AttributeError
    with ThreadPoolExecutor() as pool:
        return pool.submit(add.delay, 1, 2).result()
