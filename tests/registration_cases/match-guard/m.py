from celery import Celery, Task, shared_task

q = Celery('m')


import sys

match sys.platform:
    case 'win32':
        @q.task
        def win():
            return 1
    case _:
        @q.task
        def other():
            return 1
