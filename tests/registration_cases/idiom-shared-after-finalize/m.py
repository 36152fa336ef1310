from celery import Celery, Task, shared_task, signals

q = Celery('m')


def f():
    return 1


q.finalize()


@shared_task
def a():
    return 1


@q.task
def b():
    return 1
