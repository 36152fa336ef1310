from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


class A:
    def n(self):
        return 'A'


class B(A):
    def n(self):
        return 'B' + super().n()


class C(A):
    def n(self):
        return 'C' + super().n()


class D(B, C):
    pass


q.task(name=D().n())(f)
