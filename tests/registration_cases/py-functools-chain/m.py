from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


import functools

add = functools.partial(lambda a, b, c: a + b + c, 'a', c='c')
q.task(name=add('b'))(f)
q.task(name=functools.reduce(lambda a, b: a + '.' + b, ['x', 'y', 'z']))(f)
