from celery import Celery, Task, shared_task, signals

q = Celery('m')


def f():
    return 1


@q.task
def a():
    return 1


@signals.worker_init.connect
def h(**kw):
    q.tasks.unregister('m.a')
