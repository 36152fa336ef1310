from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


PENDING = []


def job(fn):
    PENDING.append(fn)
    return fn


@job
def x():
    return 1


def flush():
    for fn in PENDING:
        q.task(fn)
