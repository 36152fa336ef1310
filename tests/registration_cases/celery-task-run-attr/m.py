from celery import Celery, Task, shared_task

q = Celery('m')


@q.task
def a():
    return 1


assert a.run() == 1


@q.task
def b():
    return a()


assert b() == 1
