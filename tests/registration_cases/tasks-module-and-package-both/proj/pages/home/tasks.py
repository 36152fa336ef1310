from proj.tasks import queue


@queue.task
def shadowed():
    return 1
