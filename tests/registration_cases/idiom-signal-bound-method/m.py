from celery import Celery, Task, shared_task, signals

q = Celery('m')


def f():
    return 1


class H:
    def on(self, **kw):
        q.task(name='bm.h')(f)


h = H()
signals.worker_init.connect(h.on)
