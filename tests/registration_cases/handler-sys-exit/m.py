from celery import Celery, signals

q = Celery('m')


import sys


@signals.worker_init.connect
def h(**kw):
    sys.exit(4)


@q.task
def one():
    return 1
