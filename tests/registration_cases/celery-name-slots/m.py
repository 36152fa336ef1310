from celery import Celery, Task, shared_task

q = Celery('m')


class N:
    __slots__ = ('base',)

    def __init__(self, base):
        self.base = base

    def __truediv__(self, other):
        return N(f'{self.base}.{other}')

    def __str__(self):
        return self.base

    __repr__ = __str__


root = N('root')


@q.task(name=str(root / 'x' / 'y'))
def a():
    return 1
