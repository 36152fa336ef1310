from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


import os

if os.environ.get('DEBUG', '').lower() in ('1', 'true', 'yes'):
    q.task(name='dbg')(f)
else:
    q.task(name='prod')(f)
