from celery import Celery

queue = Celery(__name__)
queue.config_from_object("proj.celeryconfig")
queue.conf.imports += ("proj.pages.mag.tasks",)


@queue.task(bind=True)
def ping(self):
    return "pong"
