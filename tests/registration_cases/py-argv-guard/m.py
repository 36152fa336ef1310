from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


import sys

if 'worker' in sys.argv:
    q.task(name='w')(f)
