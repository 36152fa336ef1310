from proj.tasks import queue


@queue.task(bind=True, lazy=False)
def a(self):
    return 1
