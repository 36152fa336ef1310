from celery import Celery, Task, shared_task

q = Celery('m')


from typing import overload


@overload
def a(x: int) -> int: ...
@overload
def a(x: str) -> str: ...
@q.task
def a(x):
    return x
