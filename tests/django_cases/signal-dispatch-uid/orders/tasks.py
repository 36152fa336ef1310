from celery import shared_task
from django.dispatch import Signal
ready = Signal()
count = []
def make(sender, **kw):
    count.append(1)
ready.connect(make, dispatch_uid="a")
ready.connect(make, dispatch_uid="a")
ready.connect(make)
ready.connect(make)
ready.send(sender=None)
@shared_task(name=f"n{len(count)}")
def ship(): pass
