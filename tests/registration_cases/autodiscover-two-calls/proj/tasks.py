from celery import Celery

queue = Celery(__name__)
queue.autodiscover_tasks(["proj.pages.home"])
queue.autodiscover_tasks(["proj.pages"], related_name="mag.tasks")
