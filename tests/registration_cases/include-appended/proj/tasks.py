from celery import Celery

queue = Celery(__name__, include=["proj.pages.home.tasks"])
queue.conf.include.append("proj.pages.mag.tasks")


@queue.task(bind=True)
def ping(self):
    return "pong"
