from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


class B:
    def __init_subclass__(cls, /, name='', **kw):
        super().__init_subclass__(**kw)
        if name:
            q.task(name=name)(f)


class C(B, name='sub'):
    pass


class D(C):
    pass
