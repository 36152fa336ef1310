from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


class M(type):
    def __call__(cls, n):
        return 'mc.' + n


class K(metaclass=M):
    pass


q.task(name=K('z'))(f)
