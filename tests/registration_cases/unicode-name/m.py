from celery import Celery, Task, shared_task

q = Celery('m')


@q.task
def añadir():
    return 1
