from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


PENDING = []


def job(name):
    def deco(fn):
        PENDING.append((name, fn))
        return fn
    return deco


@job('x')
def x():
    return 1


@job('y')
def y():
    return 2


def flush():
    while PENDING:
        n, fn = PENDING.pop()
        q.task(name='def.' + n)(fn)


flush()
