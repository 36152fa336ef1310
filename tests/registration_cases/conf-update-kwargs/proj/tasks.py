from celery import Celery

queue = Celery(__name__)
queue.conf.update({"imports": ["proj.pages.mag.tasks"]}, imports=["proj.pages.home.tasks"])


@queue.task(bind=True)
def ping(self):
    return "pong"
