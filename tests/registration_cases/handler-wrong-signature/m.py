from celery import Celery, signals

q = Celery('m')


@signals.worker_init.connect
def h():
    q.task(name='late.p')(one)


@q.task
def one():
    return 1
