from celery import Celery, Task, shared_task

q = Celery('m')


@q.task
@shared_task
def f():
    return 1
