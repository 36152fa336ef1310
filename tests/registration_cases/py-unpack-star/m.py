from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


first, *rest, last = 'abcd'
q.task(name=first + ''.join(rest) + last.upper())(f)
