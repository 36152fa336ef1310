from celery import Celery, Task, shared_task

q = Celery('m')


class B(Task):
    pass


@q.task(base=B())
def a():
    return 1
