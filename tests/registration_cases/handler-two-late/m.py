from celery import Celery, signals

q = Celery('m')


@signals.worker_process_init.connect
def h(**kw):
    q.task(name='late.p')(one)


@signals.worker_ready.connect
def r(**kw):
    q.task(name='late.r')(one)


def one():
    return 1
