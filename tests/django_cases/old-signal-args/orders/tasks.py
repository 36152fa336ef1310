from celery import shared_task
from django.dispatch import Signal
done = Signal(providing_args=["x"])
@shared_task
def ship(): pass
