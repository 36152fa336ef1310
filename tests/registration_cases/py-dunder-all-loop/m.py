from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


import pack

for n in pack.__all__:
    q.task(name='al.' + n)(getattr(pack, n))
