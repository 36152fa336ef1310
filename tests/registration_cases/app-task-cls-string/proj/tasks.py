from celery import Celery

queue = Celery(__name__, task_cls='proj.base:Base')
queue.config_from_object("proj.celeryconfig")
