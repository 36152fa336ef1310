from celery import shared_task


@shared_task
def more():
    return 1
