from proj.tasks import queue


@queue.task(bind=True)
def a(self):
    return 1


del a
