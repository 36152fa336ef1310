from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


import json
import os

for n in json.loads(os.environ['JOBS']):
    q.task(name=n)(f)
