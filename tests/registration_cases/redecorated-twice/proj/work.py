from proj.tasks import queue


@queue.task
@queue.task
def a():
    return 1
