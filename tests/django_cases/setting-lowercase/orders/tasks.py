from celery import shared_task
from django.conf import settings
@shared_task(queue=settings.order_queue)
def ship(): pass
