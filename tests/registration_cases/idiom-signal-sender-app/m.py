from celery import Celery, Task, shared_task, signals

q = Celery('m')


def f():
    return 1


@signals.import_modules.connect(sender=q)
def h(**kw):
    q.task(name='snd.h')(f)
