from celery import Celery, Task, shared_task, signals

q = Celery('m')


def f():
    return 1


other = Celery('o')


@signals.import_modules.connect(sender=other)
def h(**kw):
    q.task(name='snd.h')(f)
