from celery import Celery, Task, shared_task, signals

q = Celery('m')


def f():
    return 1


@signals.celeryd_init.connect
def h(sender, instance, conf, **kw):
    conf.include = ['late']
