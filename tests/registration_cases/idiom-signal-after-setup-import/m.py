from celery import Celery, Task, shared_task, signals

q = Celery('m')


def f():
    return 1


@signals.celeryd_after_setup.connect
def h(sender, instance, **kw):
    instance.app.task(name='via.instance')(f)
