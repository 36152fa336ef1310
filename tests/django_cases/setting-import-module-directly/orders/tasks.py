from celery import shared_task
from shop import settings
from django.conf import settings as s2
settings.WITH = 2
@shared_task(name=f"w{s2.WITH}")
def ship(): pass
