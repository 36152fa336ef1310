from celery import Task
from proj.tasks import queue


class Auto(Task):
    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        queue.register_task(cls())


class One(Auto):
    name = 'auto.one'

    def run(self):
        return 1
