from proj.tasks import queue


@queue.task(base="proj.base:Base")
def a():
    return 1
