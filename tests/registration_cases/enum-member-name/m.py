from celery import Celery, Task, shared_task

q = Celery('m')


from enum import Enum


class N(str, Enum):
    A = 'e.a'


@q.task(name=N.A)
def f():
    return 1
