from celery import shared_task


@shared_task
def charge():
    pass


class Backend:
    pass
