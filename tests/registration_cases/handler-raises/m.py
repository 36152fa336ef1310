from celery import Celery, signals

q = Celery('m')


@signals.worker_init.connect
def h(**kw):
    q.task(name='late.x')(one)
    raise ValueError
    q.task(name='late.y')(one)


def one():
    return 1
