from celery import shared_task
from django.dispatch import Signal
ready = Signal()
def make(sender, **kw):
    @shared_task(name="made")
    def made(): pass
ready.connect(make)
ready.disconnect(make)
ready.send(sender=None)
@shared_task
def ship(): pass
