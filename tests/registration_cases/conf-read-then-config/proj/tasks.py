from celery import Celery

queue = Celery(__name__)
queue.conf.imports = ["proj.pages.home.tasks"]
print(queue.conf.imports)
queue.config_from_object("proj.celeryconfig")


@queue.task(bind=True)
def ping(self):
    return "pong"
