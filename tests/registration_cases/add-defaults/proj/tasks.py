from celery import Celery

queue = Celery(__name__)
queue.add_defaults({"imports": ["proj.pages.home.tasks"]})


@queue.task(bind=True)
def ping(self):
    return "pong"
