from celery import Celery

queue = Celery(__name__, changes={"imports": ["proj.pages.home.tasks"]})


@queue.task(bind=True)
def ping(self):
    return "pong"
