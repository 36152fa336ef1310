from celery import shared_task


@shared_task
def send(address):
    return address
