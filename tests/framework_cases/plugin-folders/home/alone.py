from celery import shared_task


@shared_task
def alone():
    return 1
