from celery import shared_task


@shared_task
def on_paid():
    pass
