from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


a = list('abcd')
a[1:3] = ['Z']
del a[0]
for n in a:
    q.task(name=n)(f)
