from celery import Celery, Task, shared_task, signals

q = Celery('m')


def f():
    return 1


def h(**kw):
    q.task(name='dis.h')(f)


signals.worker_init.connect(h)
signals.worker_init.disconnect(h)
