from celery import Celery, Task, shared_task

q = Celery('m')


def names():
    for p in 'ab':
        yield f'g.{p}'


for n in names():
    def f():
        return 1
    q.task(name=n)(f)
