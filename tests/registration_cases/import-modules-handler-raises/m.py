from celery import Celery, signals

q = Celery('m')


@signals.import_modules.connect
def h(**kw):
    raise ValueError('no')


@q.task
def one():
    return 1
