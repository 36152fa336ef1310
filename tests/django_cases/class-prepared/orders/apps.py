from django.apps import AppConfig
from django.db.models.signals import class_prepared
from celery import shared_task
def on(sender, **kw):
    @shared_task(name=f"p_{sender.__name__}")
    def f(): pass
class_prepared.connect(on)
class C(AppConfig):
    name = "orders"
