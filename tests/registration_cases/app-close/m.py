from celery import Celery, Task, shared_task

q = Celery('m')


@q.task
def f():
    return 1


q.close()
