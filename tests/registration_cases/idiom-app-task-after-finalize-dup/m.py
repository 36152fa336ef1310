from celery import Celery, Task, shared_task, signals

q = Celery('m')


q.finalize()


@q.task(name='d')
def a():
    return 1


@q.task(name='d')
def b():
    return 1
