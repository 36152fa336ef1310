from proj.tasks import queue


@queue.task(name=None)
def a():
    return 1
