from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


import itertools

for a, b in itertools.product('ab', '12'):
    q.task(name=a + b)(f)
for g in itertools.islice(itertools.count(5), 2):
    q.task(name=f'c{g}')(f)
