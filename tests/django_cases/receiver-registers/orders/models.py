from django.db import models


class Order(models.Model):
    name = models.CharField(max_length=20)


from django.db.models.signals import class_prepared
from django.dispatch import Signal, receiver

shipped = Signal()


@receiver(shipped)
def on_shipped(sender, **kwargs):
    from . import jobs


shipped.send(sender=None)
