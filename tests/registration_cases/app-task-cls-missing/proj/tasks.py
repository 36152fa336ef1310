from celery import Celery

queue = Celery(__name__, task_cls='proj.nope:Base')
queue.config_from_object("proj.celeryconfig")
