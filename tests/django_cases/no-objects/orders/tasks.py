from celery import shared_task
from orders.models import A
ALL = A.objects.all()
@shared_task
def ship(): pass
