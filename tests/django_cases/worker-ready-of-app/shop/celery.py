import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")

app = Celery("shop")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

from celery.signals import worker_init  # noqa


@worker_init.connect
def load(sender=None, **kwargs):
    from django.apps import apps

    for config in apps.get_app_configs():
        __import__(config.name + ".extra")
