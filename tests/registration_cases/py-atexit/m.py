from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


import atexit

atexit.register(lambda: q.task(name='ax')(f))
