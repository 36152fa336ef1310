from celery import Celery, Task, shared_task

q = Celery('m')


from celery import group, chain


@q.task
def a(x):
    return x


WF = chain(a.s(1), group(a.s(), a.s()))
