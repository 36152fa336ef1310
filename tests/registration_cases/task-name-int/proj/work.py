from proj.tasks import queue


@queue.task(name=3)
def a():
    return 1
