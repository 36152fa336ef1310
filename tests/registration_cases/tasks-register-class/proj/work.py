from celery import Task
from proj.tasks import queue


class A(Task):
    name = "my.a"


queue.tasks.register(A)
