from django.conf import settings
from django.utils.module_loading import import_string
from celery import shared_task


@shared_task
def ship():
    pass

Backend = import_string(settings.BACKEND)
