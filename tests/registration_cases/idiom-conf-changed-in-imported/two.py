from celery import shared_task


@shared_task
def lt():
    return 1
