from celery import Celery, Task, shared_task

q = Celery('m')


from enum import Enum


class N(str, Enum):
    A = 'e.a'
    B = 'e.b'


for n in N:
    def f():
        return 1
    q.task(name=n.value)(f)
