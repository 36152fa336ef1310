from proj.deco import bare
from proj.tasks import queue


@queue.task
@bare
def a():
    return 1


@queue.task
@bare
def b():
    return 1
