from celery import Celery, Task, shared_task

q = Celery('m')


@shared_task(name='s.x', bind=True)
def f(self):
    return 1
