from celery import Celery

app = Celery("worker", broker="memory://", include=["kit.tasks"])


@app.task
def plain():
    return 1
