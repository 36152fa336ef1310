from celery import Celery

queue = Celery(__name__)
queue.config_from_object("proj.celeryconfig")


@queue.on_after_configure.connect
def setup(sender, **kw):
    from proj.more import m
    sender.add_periodic_task(10.0, m.s())
