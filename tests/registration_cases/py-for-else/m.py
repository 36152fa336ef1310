from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


for n in ('a',):
    if n == 'z':
        break
else:
    q.task(name='else')(f)
