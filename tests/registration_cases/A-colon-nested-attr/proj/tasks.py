from celery import Celery

class Box:
    queue = Celery(__name__)


queue = Box.queue
queue.config_from_object("proj.celeryconfig")


@queue.task(bind=True)
def ping(self):
    return "pong"
