from celery import Celery, Task, shared_task

q = Celery('m')


from celery.signals import celeryd_init, worker_init

ORDER = []


@worker_init.connect
def w(**k):
    q.task(name='-'.join(ORDER + ['w']))(f)


@celeryd_init.connect
def c(**k):
    ORDER.append('c')


def f():
    return 1
