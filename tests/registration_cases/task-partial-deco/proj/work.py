import functools
from proj.tasks import queue


job = functools.partial(queue.task, bind=True, name="p.a")


@job()
def a(self):
    return 1
