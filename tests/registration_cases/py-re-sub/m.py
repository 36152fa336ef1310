from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


import re

q.task(name=re.sub(r'[A-Z]', lambda m: '_' + m[0].lower(), 'someName'))(f)
if re.match(r'^\d+$', '12a'):
    q.task(name='no')(f)
