from celery import Celery, Task, shared_task, signals

q = Celery('m')


z = Celery('z', task_cls='bases:Base', set_as_current=False)


@z.task
def a():
    return 1


z.finalize()
