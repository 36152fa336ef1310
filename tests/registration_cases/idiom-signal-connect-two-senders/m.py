from celery import Celery, signals

q = Celery('m')


def f():
    return 1


SEEN = []


def h(**kw):
    q.task(name='h.%d' % len(SEEN))(f)
    SEEN.append(1)


signals.import_modules.connect(h)
signals.import_modules.connect(h, sender=q)
