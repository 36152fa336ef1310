from celery import Celery

queue = Celery(__name__)
queue.config_from_envvar("MY_CONF")


@queue.task(bind=True)
def ping(self):
    return "pong"
