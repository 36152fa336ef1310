from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


try:
    try:
        {}['k']
    except IndexError:
        q.task(name='ie')(f)
except LookupError as e:
    q.task(name=type(e).__name__)(f)
