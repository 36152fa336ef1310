from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


from dataclasses import dataclass


@dataclass
class A:
    x: str

    def __post_init__(self):
        q.task(name='post.' + self.x)(f)


@dataclass
class B(A):
    y: str = 'y'


B('q')
