from celery import Celery
from saltlike import quiet, subscribe

app = Celery("worker", broker="memory://")


@subscribe("user.created")
def welcome(data):
    return data


@quiet("user.removed")
def forget(data):
    return data


@app.task
def plain():
    return 1
