from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


class S:
    def __enter__(self):
        return self

    def __exit__(self, *a):
        return True


with S():
    1 / 0
    q.task(name='never')(f)
q.task(name='after')(f)
