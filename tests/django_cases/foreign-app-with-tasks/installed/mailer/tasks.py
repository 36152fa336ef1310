from celery import shared_task

from .settings import RETRIES


@shared_task(max_retries=RETRIES)
def send_mail():
    pass
