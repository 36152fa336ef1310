from celery import shared_task
from django.apps import apps
C = apps.get_app_config("catalog")
@shared_task
def ship(): pass
