from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


import operator

rows = [('b', 2), ('a', 1)]
q.task(name=sorted(rows, key=operator.itemgetter(1))[0][0])(f)
