from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


for (a, (b, c)) in [('x', ('y', 'z'))]:
    q.task(name=a + b + c)(f)
