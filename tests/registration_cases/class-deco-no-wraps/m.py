from celery import Celery, Task, shared_task

q = Celery('m')


class Deco:
    def __init__(self, f):
        self.f = f

    def __call__(self, *a):
        return self.f(*a)


@q.task
@Deco
def a(x):
    return x
