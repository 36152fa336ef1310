from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


from enum import Enum, auto


class C(Enum):
    RED = auto()
    BLUE = auto()


for c in C:
    q.task(name=f'{c.name}{c.value}')(f)
