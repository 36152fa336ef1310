from celery import Celery

queue = Celery(__name__)
queue.autodiscover_tasks([])


@queue.task(bind=True)
def ping(self):
    return "pong"
