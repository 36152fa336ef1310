from celery import Celery

queue = Celery(__name__)
queue.conf.update(imports=["proj.pages.home.tasks"])
queue.config_from_object("proj.celeryconfig")


@queue.task(bind=True)
def ping(self):
    return "pong"
