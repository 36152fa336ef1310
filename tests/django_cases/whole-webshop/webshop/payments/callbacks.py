from celery import shared_task


@shared_task
def only_by_wsgi():
    pass
