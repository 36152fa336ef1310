from celery import Celery, Task, shared_task

q = Celery('m')


@q.task(name=' sp ace ')
def f():
    return 1
