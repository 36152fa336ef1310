from celery import Celery

queue = Celery(__name__)
queue.add_defaults(lambda: {"include": ["proj.pages.home.tasks"]})


@queue.task(bind=True)
def ping(self):
    return "pong"
