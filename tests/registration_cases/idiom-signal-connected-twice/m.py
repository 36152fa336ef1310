from celery import Celery, Task, shared_task, signals

q = Celery('m')


def f():
    return 1


SEEN = []


def h(**kw):
    q.task(name='tw.%d' % len(SEEN))(f)
    SEEN.append(1)


signals.worker_init.connect(h)
signals.worker_init.connect(h)
