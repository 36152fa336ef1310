import functools
from proj.tasks import queue


def b(x, y):
    return x


a = queue.task(functools.partial(b, 1))
