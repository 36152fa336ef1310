from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


import importlib
import counter

importlib.reload(counter)
q.task(name=f'r{len(counter.SEEN)}')(f)
