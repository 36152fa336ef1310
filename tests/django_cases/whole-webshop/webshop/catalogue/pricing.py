from celery import shared_task


@shared_task
def reprice():
    pass


def check():
    return []
