from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


a = b = 'n'
a += 'x'
q.task(name=a)(f)
q.task(name=b)(f)
