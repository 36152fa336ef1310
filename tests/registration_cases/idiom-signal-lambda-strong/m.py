from celery import Celery, Task, shared_task, signals

q = Celery('m')


def f():
    return 1


signals.worker_init.connect(lambda **kw: q.task(name='lam.h')(f), weak=False)
