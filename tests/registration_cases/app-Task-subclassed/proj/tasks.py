from celery import Celery

queue = Celery(__name__)
queue.config_from_object("proj.celeryconfig")


class ContextTask(queue.Task):
    def __call__(self, *a, **k):
        return self.run(*a, **k)


queue.Task = ContextTask
