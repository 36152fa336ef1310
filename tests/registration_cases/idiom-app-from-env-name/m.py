from celery import Celery, Task, shared_task, signals

q = Celery('m')


import os

z = Celery(os.environ.get('APP_NAME', 'dflt'))


@z.task
def a():
    return 1
