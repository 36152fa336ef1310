from celery import Celery, Task, shared_task

q = Celery('m')


class Registry:
    prefix = 'reg'

    @classmethod
    def task(cls, fn):
        return q.task(name=f'{cls.prefix}.{fn.__name__}')(fn)


class Sub(Registry):
    prefix = 'sub'


@Sub.task
def a():
    return 1
