from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


d = dict.fromkeys('abc', 0)
d['d'] = d.pop('a')
for i, k in enumerate(d):
    q.task(name=f'{i}{k}')(f)
