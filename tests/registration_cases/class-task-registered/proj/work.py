from celery import Task
from proj.tasks import queue


class A(Task):
    def run(self):
        return 1


a = queue.register_task(A())
