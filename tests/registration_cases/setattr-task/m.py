from celery import Celery, Task, shared_task

q = Celery('m')


import sys


def f():
    return 1


setattr(sys.modules[__name__], 'g', q.task(f, name='set.g'))
