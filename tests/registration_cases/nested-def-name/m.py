from celery import Celery, Task, shared_task

q = Celery('m')


def outer(n):
    def inner():
        return n
    inner.__name__ = f'inner_{n}'
    return q.task(inner)


x = [outer(i) for i in range(2)]
