from celery import Celery, Task, shared_task

q = Celery('m')


@q.task
def a():
    return 1


def go():
    a.delay()
