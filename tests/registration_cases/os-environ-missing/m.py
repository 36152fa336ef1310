from celery import Celery, Task, shared_task

q = Celery('m')


import os

X = os.environ['NOT_SET_ANYWHERE']


@q.task
def f():
    return 1
