from celery import Celery, Task, shared_task

q = Celery('m')


@q.task
def f():
    return 1


f.name


@q.task
def g():
    return 1
