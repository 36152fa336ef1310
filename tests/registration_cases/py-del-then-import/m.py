from celery import Celery, Task, shared_task

q = Celery('m')


import x
import sys

del sys.modules['x']
import x as y

q.task(name=str(x is y))(x.f)
