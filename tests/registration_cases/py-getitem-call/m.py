from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


class G:
    def __getitem__(self, k):
        return f'[{k}]'

    def __call__(self, k):
        return f'({k})'


q.task(name=G()['x'] + G()('y'))(f)
