from celery import shared_task


@shared_task
def of_other():
    return 1
