"""What the buttons of the home page do."""

from automappa.pages.mag_summary.numbers import add, job, slow
from automappa.tasks import ping


def _helper(x):
    return x


_helper.delay = _helper


def given_it():
    return add.delay(1, 2)


def by_its_decorator():
    return slow.delay(1)


def of_an_object():
    return job.delay(1)


def own():
    return _helper.delay(2)


def a_task():
    return ping.delay()


def a_parameter(add=ping):
    return add.delay()


class _Sender:
    def delay(self, x):
        return x


class _Anything:
    def __getattr__(self, name):
        return lambda *args: name


def own_method():
    return _Sender().delay(1) or _Anything().delay(1)


def given_to_an_inner_function():
    def work(x):
        return x + 1

    setattr(work, "delay", ping.delay)
    return work.delay()


def inner_function_that_becomes_a_task():
    def work(x):
        return x + 1

    work = ping
    return work.delay()
