from proj.tasks import queue


assert queue.main == 'proj.tasks'


@queue.task(bind=True)
def a(self):
    return 1
