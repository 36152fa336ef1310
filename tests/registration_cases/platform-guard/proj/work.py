import sys
from proj.tasks import queue


if sys.platform == 'win32':

    @queue.task
    def win():
        return 1


@queue.task(bind=True)
def a(self):
    return 1
