from celery import shared_task


@shared_task
def handle():
    pass


class Handler:
    pass
