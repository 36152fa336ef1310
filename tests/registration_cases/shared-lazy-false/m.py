from celery import Celery, Task, shared_task

q = Celery('m')


@shared_task(lazy=False)
def f():
    return 1
