from celery import shared_task


@shared_task
def after_save():
    pass
