from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


N = 0


def bump():
    global N
    N += 5


bump()
q.task(name=f'g{N}')(f)
