from celery import Celery

queue = Celery(__name__, loader='default')
queue.config_from_object("proj.celeryconfig")
