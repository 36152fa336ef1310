from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


import jobs

for n in dir(jobs):
    if n.startswith('job_'):
        q.task(getattr(jobs, n), name=n)
