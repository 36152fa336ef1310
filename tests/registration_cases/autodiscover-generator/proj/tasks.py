from celery import Celery

queue = Celery(__name__)
queue.autodiscover_tasks(f"proj.pages.{p}" for p in ("home", "mag"))
