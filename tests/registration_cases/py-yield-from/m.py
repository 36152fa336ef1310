from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


def a():
    yield from ('x', 'y')
    return 'r'


def b():
    r = yield from a()
    yield r


for n in b():
    q.task(name=n)(f)
