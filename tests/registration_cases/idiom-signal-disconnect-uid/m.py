from celery import Celery, signals

q = Celery('m')


def f():
    return 1


SEEN = []


def h(**kw):
    q.task(name='h.%d' % len(SEEN))(f)
    SEEN.append(1)


signals.worker_init.connect(h, dispatch_uid='u')
signals.worker_init.disconnect(dispatch_uid='u')
