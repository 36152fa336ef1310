from proj.tasks import queue


def a():
    return 1


a.__module__ = "other.place"
a = queue.task(a)
