from celery import shared_task
from django.conf import settings
KEY = settings.SECRET_KEY
@shared_task
def ship(): pass
