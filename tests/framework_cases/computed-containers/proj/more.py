from celery import shared_task


@shared_task
def of_more():
    return 1
