from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


import lazy

q.task(name=lazy.anything)(f)
