from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


a = ['x']
b = a
b += ['y']
for n in a:
    q.task(name=n)(f)
