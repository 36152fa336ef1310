from proj.tasks import queue


assert not queue.main, 'no'


@queue.task(bind=True)
def a(self):
    return 1
