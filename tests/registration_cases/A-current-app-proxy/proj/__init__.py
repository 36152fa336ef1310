from celery import Celery, current_app, shared_task

made = Celery("proj", broker="memory://")
celery = current_app


@shared_task
def job():
    return 1
