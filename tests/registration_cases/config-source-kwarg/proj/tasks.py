from celery import Celery

queue = Celery(__name__, config_source="proj.celeryconfig")


@queue.task(bind=True)
def ping(self):
    return "pong"
