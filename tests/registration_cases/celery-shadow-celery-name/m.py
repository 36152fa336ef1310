from celery import Celery, Task, shared_task

q = Celery('m')


q2 = q
q = None


@q2.task
def a():
    return 1


q = q2
