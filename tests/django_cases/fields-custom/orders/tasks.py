from celery import shared_task
from .models import O, Kind
@shared_task
def ship(): pass
for kind in Kind:
    @shared_task(name=f"k.{kind.value}")
    def k(): pass
