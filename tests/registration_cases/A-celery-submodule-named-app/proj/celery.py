from celery import Celery

app = Celery('p')


@app.task
def a():
    return 1
