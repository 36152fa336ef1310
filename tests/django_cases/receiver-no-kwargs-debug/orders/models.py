from django.db import models
from django.db.models.signals import post_save
from django.dispatch import receiver
class A(models.Model): pass
@receiver(post_save, sender=A)
def f(sender, instance): pass
