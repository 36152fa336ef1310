from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


def mk(*names, prefix='p', **opts):
    for n in names:
        q.task(name=f'{prefix}.{n}', **opts)(f)


mk('a', 'b', prefix='k', bind=False)
mk(*['c'], **{'prefix': 'z'})
