from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


def g():
    try:
        return 'a'
    finally:
        q.task(name='fin')(f)


q.task(name=g())(f)
