from celery import shared_task


@shared_task
def j():
    return 1
