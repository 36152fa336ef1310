from celery import shared_task


@shared_task
def task_of_a_factory():
    pass
