from celery import Celery, Task, shared_task

q = Celery('m')


from contextlib import contextmanager


@contextmanager
def reg(name):
    yield q.task(name=name)


with reg('ctx.a') as deco:
    @deco
    def a():
        return 1
