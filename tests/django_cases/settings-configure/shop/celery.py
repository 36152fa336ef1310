import os

import django
from celery import Celery
from django.conf import settings

settings.configure(SECRET_KEY="x", INSTALLED_APPS=["orders"], CELERY_IMPORTS=("shop.jobs",))
django.setup()

app = Celery("shop")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(lambda: settings.INSTALLED_APPS)
