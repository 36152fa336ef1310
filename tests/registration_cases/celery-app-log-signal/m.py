from celery import Celery, Task, shared_task

q = Celery('m')


from celery.signals import after_setup_logger


@after_setup_logger.connect
def s(logger, *a, **k):
    q.task(name='never.here')(f)


def f():
    return 1


@q.task
def g():
    return 1
