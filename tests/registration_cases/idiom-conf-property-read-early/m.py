from celery import Celery, Task, shared_task, signals

q = Celery('m')


q.conf.task_default_queue
q.conf.imports = ('late',)
