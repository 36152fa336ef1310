import os
from celery import Celery

queue = Celery(__name__, include=os.environ["MODS"].split(","))


@queue.task(bind=True)
def ping(self):
    return "pong"
