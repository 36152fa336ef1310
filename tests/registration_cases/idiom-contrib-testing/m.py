from celery import Celery, Task, shared_task, signals

q = Celery('m')


from celery.contrib.abortable import AbortableTask


@q.task(bind=True, base=AbortableTask)
def a(self):
    return 1
