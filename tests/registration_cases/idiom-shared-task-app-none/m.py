from celery import Celery, Task, shared_task, signals

q = Celery('m')


@shared_task
def a():
    return 1


z = Celery('z', set_as_current=False)
