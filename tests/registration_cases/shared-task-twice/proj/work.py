from celery import shared_task


@shared_task
@shared_task
def a():
    return 1
