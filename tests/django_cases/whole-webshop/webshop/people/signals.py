from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from webshop.mailing.tasks import send_mail
from .jobs import sync_contact


@receiver(post_save, sender=settings.AUTH_USER_MODEL)
def on_saved(sender, instance, created, **kwargs):
    if created:
        transaction.on_commit(lambda: send_mail.delay(instance.pk))
        sync_contact.delay(instance.pk)
