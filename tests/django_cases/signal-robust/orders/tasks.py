from celery import shared_task
from django.dispatch import Signal, receiver
ready = Signal()
@receiver(ready)
def bad(sender, **kw):
    raise ValueError("x")
@receiver(ready)
def make(sender, **kw):
    @shared_task(name="made")
    def made(): pass
ready.send_robust(sender=None)
