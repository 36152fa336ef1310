from celery import shared_task
from orders.models import Base
ALL = Base.objects.all()
@shared_task
def ship(): pass
