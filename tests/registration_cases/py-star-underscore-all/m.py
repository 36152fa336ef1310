from celery import Celery, Task, shared_task

q = Celery('m')


from x import *

q.task(name=_n)(f)
