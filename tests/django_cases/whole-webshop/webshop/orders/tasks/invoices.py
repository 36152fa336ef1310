from celery import shared_task


@shared_task
def invoice():
    pass


@shared_task
def _remind():
    pass
