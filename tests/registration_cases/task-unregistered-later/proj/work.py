from proj.tasks import queue


@queue.task(bind=True)
def a(self):
    return 1


@queue.task
def b():
    return 1


queue.tasks.unregister(a)
