from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


ON = {'a', 'b', 'c'} - {'b'} | {'z'}
for n in ON:
    q.task(name='s.' + n)(f)
