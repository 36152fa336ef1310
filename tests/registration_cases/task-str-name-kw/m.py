from celery import Celery, Task, shared_task

q = Celery('m')


@q.task('x')
def f():
    return 1
