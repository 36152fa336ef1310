from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


fs = []
for n in 'abc':
    fs.append(lambda: n)
for g in fs[:1]:
    q.task(name=g())(f)
