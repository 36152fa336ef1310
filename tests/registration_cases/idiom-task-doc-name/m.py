from celery import Celery, Task, shared_task, signals

q = Celery('m')


@q.task
def a():
    '''doc.name'''


q.task(name=a.__doc__)(lambda: 1) if False else None


@q.task(name=a.__doc__)
def b():
    return 1
