from celery import Celery

queue = Celery(__name__)
queue.conf["imports"] = ["proj.pages.home.tasks"]


@queue.task(bind=True)
def ping(self):
    return "pong"
