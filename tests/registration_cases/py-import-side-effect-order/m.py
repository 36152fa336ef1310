from celery import Celery, Task, shared_task

q = Celery('m')


import b
import a

q.task(name='-'.join(a.ORDER))(a.f)
