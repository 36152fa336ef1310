from celery import Celery, Task, shared_task

q = Celery('m')


@q.task(name='{:>5}|{!r}|{0}'.format('a', 'b') if False else '%-5s|%r' % ('a', 'b'))
def f():
    return 1
