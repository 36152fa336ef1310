from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


class V:
    def __init__(self, s):
        self.s = s

    def __add__(self, o):
        return V(self.s + str(o))

    def __radd__(self, o):
        return V(str(o) + self.s)

    def __str__(self):
        return self.s


q.task(name=str('a' + V('b') + 'c'))(f)
