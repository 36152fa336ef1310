from proj.tasks import queue


@queue.task
def a():
    yield 1
