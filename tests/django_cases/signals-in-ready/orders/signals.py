from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from .jobs import notify
from .models import Order


@receiver(post_save, sender=Order)
def on_saved(sender, instance, **kwargs):
    transaction.on_commit(lambda: notify.delay(instance.pk))
