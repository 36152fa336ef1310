from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


e = 'x'
try:
    1 / 0
except ZeroDivisionError as e:
    pass
try:
    e
except NameError:
    q.task(name='gone')(f)
