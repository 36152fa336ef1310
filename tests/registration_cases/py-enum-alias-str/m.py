from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


from enum import Enum


class C(Enum):
    A = 1
    B = 1
    D = 2


for c in C:
    q.task(name=str(c))(f)
q.task(name=C(1).name + C['B'].name)(f)
