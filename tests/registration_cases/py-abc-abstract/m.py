from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


from abc import ABC, abstractmethod


class J(ABC):
    @abstractmethod
    def n(self): ...


try:
    J()
except TypeError:
    q.task(name='abstract')(f)
