from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


def counter():
    n = 0

    def nxt():
        nonlocal n
        n += 1
        return n
    return nxt


c = counter()
c()
q.task(name=f'n{c()}')(f)
