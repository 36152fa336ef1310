from celery import Celery, Task, shared_task

q = Celery('m')


@shared_task
@q.task
def f():
    return 1
