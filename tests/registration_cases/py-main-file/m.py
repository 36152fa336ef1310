from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


import __main__

if hasattr(__main__, '__file__'):
    q.task(name='has')(f)
