from celery import shared_task


@shared_task
def s():
    return 1
