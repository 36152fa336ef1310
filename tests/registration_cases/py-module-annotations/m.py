from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


x: int = 1
y: str
for n in __annotations__:
    q.task(name='ann.' + n)(f)
