from celery import Celery, Task, shared_task

q = Celery('m')


class Job:
    def __set_name__(self, owner, name):
        def f():
            return 1
        q.task(name=f'{owner.__name__}.{name}')(f)


class Jobs:
    first = Job()
    second = Job()
