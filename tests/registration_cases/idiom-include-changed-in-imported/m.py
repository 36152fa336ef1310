from celery import Celery, Task, shared_task, signals

q = Celery('m')


q.conf.imports = ['one']
