from celery import Celery

queue = Celery(__name__)
queue.config_from_object("proj.celeryconfig")


@queue.on_configure.connect
def c(**kw):
    queue.conf.include = ['proj.more']
