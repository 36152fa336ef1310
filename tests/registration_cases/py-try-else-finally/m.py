from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


try:
    x = int('3')
except ValueError:
    q.task(name='ve')(f)
else:
    q.task(name=f'ok{x}')(f)
finally:
    q.task(name='fin')(f)
