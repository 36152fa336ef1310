import sys
from proj.tasks import queue


if sys.version_info >= (3, 8):
    pass
else:

    @queue.task
    def old():
        return 1


@queue.task(bind=True)
def a(self):
    return 1
