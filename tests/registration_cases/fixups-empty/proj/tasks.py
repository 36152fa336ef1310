from celery import Celery

queue = Celery(__name__, fixups=[])
queue.config_from_object("proj.celeryconfig")
