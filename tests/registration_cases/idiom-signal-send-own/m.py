from celery import Celery, Task, shared_task, signals

q = Celery('m')


def f():
    return 1


def h(**kw):
    q.task(name='own.' + kw['x'])(f)


signals.task_prerun.connect(h)
signals.task_prerun.send(sender='s', x='z')
