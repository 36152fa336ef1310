from celery import Celery

queue = Celery(__name__, include=["proj.pages.mag.tasks"])
