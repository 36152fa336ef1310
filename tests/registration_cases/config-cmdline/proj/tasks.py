from celery import Celery

queue = Celery(__name__)
queue.config_from_cmdline(["task.ignore_result=1"])


@queue.task(bind=True)
def ping(self):
    return "pong"
