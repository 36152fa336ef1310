from celery import Celery, Task, shared_task, signals

q = Celery('m')


def f():
    return 1


class H:
    def __call__(self, **kw):
        q.task(name='cls.h')(f)


h = H()
signals.worker_init.connect(h)
