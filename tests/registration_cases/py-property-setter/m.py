from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


class P:
    def __init__(self):
        self._n = 'a'

    @property
    def n(self):
        return self._n

    @n.setter
    def n(self, v):
        self._n = v * 2


p = P()
p.n = 'z'
q.task(name=p.n)(f)
