from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


def g():
    try:
        yield 'a'
        yield 'b'
    finally:
        q.task(name='closed')(f)


for n in g():
    q.task(name=n)(f)
