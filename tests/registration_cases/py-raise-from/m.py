from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


try:
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise ValueError('v') from e
except ValueError as e:
    q.task(name=f'{e}.{type(e.__cause__).__name__}')(f)
