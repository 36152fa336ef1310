from proj.tasks import queue


@queue.task
def _hidden():
    return 1
