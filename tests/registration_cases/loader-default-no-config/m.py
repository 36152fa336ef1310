from celery import Celery

q = Celery('m', loader='default')


@q.task
def t():
    return 1
