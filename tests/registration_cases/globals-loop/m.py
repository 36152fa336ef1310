from celery import Celery, Task, shared_task

q = Celery('m')


for i in ('a', 'b'):
    def f(i=i):
        return i
    f.__name__ = i
    globals()[i] = q.task(f)
