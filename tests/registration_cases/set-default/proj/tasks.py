from celery import Celery

queue = Celery(__name__)
queue.config_from_object("proj.celeryconfig")
queue.set_default()
