from celery import shared_task


@shared_task
def of_tasks():
    return 1
