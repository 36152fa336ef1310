from proj.tasks import queue


try:
    raise ValueError('x')
except ValueError:

    @queue.task
    def b():
        return 1


@queue.task(bind=True)
def a(self):
    return 1
