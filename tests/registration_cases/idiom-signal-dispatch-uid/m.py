from celery import Celery, Task, shared_task, signals

q = Celery('m')


def f():
    return 1


def h(**kw):
    q.task(name='uid.%d' % len(SEEN))(f)
    SEEN.append(1)


SEEN = []
for _ in range(2):
    signals.worker_init.connect(h, dispatch_uid='x', weak=False)
