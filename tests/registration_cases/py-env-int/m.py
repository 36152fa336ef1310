from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


import os

for i in range(int(os.environ.get('N_JOBS', '2'))):
    q.task(name=f'e{i}')(f)
