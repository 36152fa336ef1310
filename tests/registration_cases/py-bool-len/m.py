from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


class L:
    def __len__(self):
        return 0


if not L():
    q.task(name='empty')(f)
