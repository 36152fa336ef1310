from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


class S:
    __slots__ = ('a',)


try:
    S().b = 1
except AttributeError:
    q.task(name='slots')(f)
