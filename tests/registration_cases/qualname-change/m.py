from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


f.__qualname__ = 'other'
q.task(f)
