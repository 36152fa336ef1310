from celery import Celery

queue = Celery(__name__)
queue.config_from_object({"imports": ["proj.pages.home.tasks"]})


@queue.task(bind=True)
def ping(self):
    return "pong"
