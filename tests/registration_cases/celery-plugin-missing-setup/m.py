from celery import Celery, Task, shared_task

q = Celery('m')


import importlib

for p in ('plug.a', 'plug.b'):
    mod = importlib.import_module(p)
    getattr(mod, 'setup', lambda app: None)(q)
