from django.conf import settings
LIMIT = settings.PAYER_LIMIT
from celery import shared_task


@shared_task
def ship():
    pass
