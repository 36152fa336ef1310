from company_celery import Celery

app = Celery(prefix="mine")


@app.task
def job():
    return 1
