from celery import Celery, Task, shared_task

q = Celery('m')


class M(type(Task)):
    pass


class B(Task, metaclass=M):
    pass


@q.task(base=B)
def a():
    return 1
