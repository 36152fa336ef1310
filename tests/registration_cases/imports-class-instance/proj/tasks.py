from celery import Celery


class Base:
    imports = ("proj.pages.home.tasks",)


class Conf(Base):
    task_default_queue = "x"


queue = Celery(__name__)
queue.config_from_object(Conf)


@queue.task(bind=True)
def ping(self):
    return "pong"
