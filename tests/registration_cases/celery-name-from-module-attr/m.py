from celery import Celery, Task, shared_task

q = Celery('m')


import names


@q.task(name=names.PREFIX + names.make('a'))
def a():
    return 1
