from celery import Celery
from helpers import loaded, plainly, retried


@loaded
def make():
    return Celery("proj", broker="memory://")


app = make()


@app.task
@retried(2)
def wrapped():
    return 1


@app.task
@plainly
def hidden():
    return 1
