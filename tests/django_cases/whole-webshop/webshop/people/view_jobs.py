from celery import shared_task


@shared_task
def track_visit():
    pass
