from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


def tag(t):
    def deco(fn):
        fn.tags = getattr(fn, 'tags', ()) + (t,)
        return fn
    return deco


@tag('b')
@tag('a')
def g():
    return 1


q.task(name='.'.join(g.tags))(g)
