from celery import Celery, Task, shared_task

q = Celery('m')


from abc import ABC, abstractmethod


class Job(ABC):
    registry = {}

    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        if not getattr(cls, '__abstract__', False):
            Job.registry[cls.key()] = cls

    @classmethod
    def key(cls):
        return cls.__name__.lower()

    @abstractmethod
    def run(self): ...


class Mid(Job):
    __abstract__ = True


class Export(Mid):
    __abstract__ = False

    def run(self):
        return 1


for k, c in Job.registry.items():
    q.task(name='job.' + k)(c().run)
