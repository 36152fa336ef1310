from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


a = q.task(f)
b = q.task(f)
