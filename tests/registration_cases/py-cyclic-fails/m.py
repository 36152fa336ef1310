from celery import Celery, Task, shared_task

q = Celery('m')


import a
