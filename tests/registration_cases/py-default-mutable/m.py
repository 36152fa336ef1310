from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


def add(x, acc=[]):
    acc.append(x)
    return len(acc)


add(1)
q.task(name=f'd{add(2)}')(f)
