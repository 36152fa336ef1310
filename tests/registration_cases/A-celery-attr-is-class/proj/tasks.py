from celery import Celery as celery

queue = celery('p')


@queue.task
def a():
    return 1
