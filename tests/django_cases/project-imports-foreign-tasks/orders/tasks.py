from mailer.tasks import send_mail
from celery import shared_task


@shared_task
def ship():
    pass
