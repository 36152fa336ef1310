from celery import Celery, Task, shared_task

q = Celery('m')


task = q.task


@task
def a():
    return 1


def task(fn):
    return fn


@task
def b():
    return 1
