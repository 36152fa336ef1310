from celery import shared_task
from django.conf import settings
del settings.EXTRA
@shared_task
def ship(): pass
if hasattr(settings, "EXTRA"):
    @shared_task
    def more(): pass
