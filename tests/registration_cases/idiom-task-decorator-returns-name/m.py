from celery import Celery, Task, shared_task, signals

q = Celery('m')


@q.task
def a():
    return 1


@q.task(name=f'{a.__name__}.{a.__module__}')
def b():
    return 1
