from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


H = {'a': lambda s: s + '1', 'b': str.upper}
for k, h in H.items():
    q.task(name=h(k))(f)
