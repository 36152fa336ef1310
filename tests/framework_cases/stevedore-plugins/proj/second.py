from celery import shared_task


@shared_task
def second():
    return 1
