from celery import Task
from proj.tasks import queue


class A(Task):
    name = "my.a"

    def run(self):
        return 1


queue.tasks.register(A())
