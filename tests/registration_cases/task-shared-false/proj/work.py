from proj.tasks import queue


@queue.task(shared=False)
def a():
    return 1
