from celery import Celery, Task, shared_task, signals

q = Celery('m')


def f():
    return 1


@q.on_after_configure.connect
def h(sender, **kw):
    sender.conf.imports = ('late',)
