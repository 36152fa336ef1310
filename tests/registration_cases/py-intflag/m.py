from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


from enum import IntFlag


class P(IntFlag):
    R = 1
    W = 2


if P.R | P.W == 3:
    q.task(name='rw')(f)
