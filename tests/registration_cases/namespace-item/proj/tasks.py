from celery import Celery

queue = Celery(__name__, namespace="celery")
queue.config_from_object("proj.celeryconfig")


@queue.task(bind=True)
def ping(self):
    return "pong"
