from celery import Celery


class Conf:
    @property
    def imports(self):
        return ("proj.pages.home.tasks",)


queue = Celery(__name__)
queue.config_from_object(Conf())


@queue.task(bind=True)
def ping(self):
    return "pong"
