from celery import Task
from proj.tasks import queue


class Base(Task):
    name = "x.base"


@queue.task(base=Base)
def a():
    return 1
