from celery import Celery, Task, shared_task

q = Celery('m')


@q.task
def a():
    return 1


b = a
del a


@q.task(name=b.name + '.more')
def c():
    return 1
