from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


from dataclasses import dataclass, FrozenInstanceError


@dataclass(frozen=True)
class D:
    a: int = 1


try:
    D().a = 2
except FrozenInstanceError:
    q.task(name='frozen')(f)
