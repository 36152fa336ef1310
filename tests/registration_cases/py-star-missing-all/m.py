from celery import Celery, Task, shared_task

q = Celery('m')


from x import *
