from proj.tasks import queue


@queue.task
def a(self):
    return 1
