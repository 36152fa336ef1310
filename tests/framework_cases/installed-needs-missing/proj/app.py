from celery import Celery

app = Celery("proj", include=["proj.tasks"])
