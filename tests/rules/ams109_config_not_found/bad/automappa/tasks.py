"""The queue that all pages share."""

from celery import Celery

queue = Celery(__name__)
queue.config_from_object("automappa.conf.celery_config")


@queue.task
def ping() -> str:
    return "pong"
