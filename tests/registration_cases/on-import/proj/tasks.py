from celery import Celery

queue = Celery(__name__)
queue.config_from_object("proj.celeryconfig")


@queue.on_after_finalize.connect
def c(sender, **kw):
    sender.task(name='fin')(len)
    import proj.more
