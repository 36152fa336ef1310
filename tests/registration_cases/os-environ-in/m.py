from celery import Celery, Task, shared_task

q = Celery('m')


import os

if 'SOME_FLAG' in os.environ:
    @q.task
    def f():
        return 1
