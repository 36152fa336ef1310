from celery import Celery, signals

q = Celery('m')


@signals.worker_init.connect
def h(**kw):
    import nothing_here


@q.task
def one():
    return 1
