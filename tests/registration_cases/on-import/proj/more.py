from proj.tasks import queue


@queue.task
def m():
    return 1
