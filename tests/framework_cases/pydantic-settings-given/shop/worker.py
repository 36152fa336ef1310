from celery import current_app

from shop.settings import settings

queue = current_app
queue.config_from_object(settings, namespace="CELERY")
queue.autodiscover_tasks()
