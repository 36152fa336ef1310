from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


class K:
    xs = ['a', 'b']
    ys = [x + x for x in xs]


for n in K.ys:
    q.task(name=n)(f)
