from celery import Celery, signals

q = Celery('m')


def f():
    return 1


SEEN = []


def h(**kw):
    q.task(name='h.%d' % len(SEEN))(f)
    SEEN.append(1)


import os

if os.environ.get('X_SET'):
    signals.worker_init.connect(h)
signals.worker_init.connect(h)
