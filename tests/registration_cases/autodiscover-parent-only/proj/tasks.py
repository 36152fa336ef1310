from celery import Celery

queue = Celery(__name__)
queue.autodiscover_tasks(["proj.pages"])
