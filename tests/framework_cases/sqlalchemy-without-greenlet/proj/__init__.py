from celery import Celery

celery = Celery("proj", broker="memory://", include=["proj.jobs"])
