from celery import Celery, Task, shared_task

q = Celery('m')


from celery.signals import setup_logging


@setup_logging.connect
def s(**k):
    q.task(name='log.t')(f)


def f():
    return 1
