from celery import Celery, Task, shared_task

q = Celery('m')


class B:
    pass


@q.task(base=B)
def a():
    return 1
