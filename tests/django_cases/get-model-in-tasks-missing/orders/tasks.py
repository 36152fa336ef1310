from celery import shared_task
from django.apps import apps
A = apps.get_model("orders", "Nope")
@shared_task
def ship(): pass
