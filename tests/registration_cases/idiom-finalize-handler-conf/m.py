from celery import Celery, Task, shared_task, signals

q = Celery('m')


def f():
    return 1


@q.on_after_finalize.connect
def h(sender, **kw):
    for n in sender.conf.beat_schedule or {}:
        sender.task(name='b.' + n)(f)


q.conf.beat_schedule = {'x': {}}
