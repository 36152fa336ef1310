from celery import Celery

queue = Celery(__name__)
queue.config_from_object("proj.celeryconfig", namespace="MINE")


@queue.task(bind=True)
def ping(self):
    return "pong"
