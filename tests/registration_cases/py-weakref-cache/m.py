from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


import functools


@functools.lru_cache
def mk(n):
    return q.task(name='lru.' + n)(f)


mk('a')
mk('a')
mk('b')
