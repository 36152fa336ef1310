from celery import Celery

queue = Celery(__name__)
queue.config_from_object("proj.celeryconfig")


@queue.on_after_configure.connect
def c(sender, **kw):
    sender.conf.include = ['proj.more']
