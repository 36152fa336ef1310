from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


def g():
    try:
        raise ValueError
    finally:
        return 'b'


q.task(name=g())(f)
