import os

from celery import Celery

app = Celery("shop")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
