from celery import Celery, Task, shared_task, signals

q = Celery('m')


class B(Task):
    def __init__(self):
        SEEN.append(self.name)


SEEN = []


def f():
    return 1


@q.task(base=B)
def a():
    return 1


assert a.name
q.task(name='seen.' + SEEN[0])(f)
