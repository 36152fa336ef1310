from celery import Celery, Task, shared_task

q = Celery('m')


r = Celery('r', set_as_current=False)


@r.task
@q.task
def f():
    return 1
