from celery import Celery, Task, shared_task, signals

q = Celery('m')


class A(Celery):
    task_cls = 'bases:Base'


z = A('z')


@z.task
def a():
    return 1
