from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


class K:
    names = []
    for n in ('a', 'b'):
        names.append(n.upper())
    del n


for n in K.names:
    q.task(name=n)(f)
q.task(name=str(hasattr(K, 'n')))(f)
