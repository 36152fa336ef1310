from celery import Celery, Task, shared_task

q = Celery('m')


import a

q.task(name=a.N)(a.f)
