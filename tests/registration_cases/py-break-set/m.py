from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


for n in sorted({'c', 'a', 'b'}):
    if n == 'b':
        break
    q.task(name=n)(f)
