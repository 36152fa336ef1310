from .models import Order
from celery import shared_task


@shared_task
def ship():
    pass
