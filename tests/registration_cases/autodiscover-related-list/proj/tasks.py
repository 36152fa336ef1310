from celery import Celery

queue = Celery(__name__)
for name in ("tasks", "jobs"):
    queue.autodiscover_tasks(["proj.pages.home"], related_name=name)
