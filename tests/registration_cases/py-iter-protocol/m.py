from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


class I:
    def __init__(self):
        self.i = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.i += 1
        if self.i > 2:
            raise StopIteration
        return f'it{self.i}'


for n in I():
    q.task(name=n)(f)
