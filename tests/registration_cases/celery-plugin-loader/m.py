from celery import Celery, Task, shared_task

q = Celery('m')


import importlib

PLUGINS = {'a': 'plug.a', 'b': 'plug.b', 'off': None}
for key, path in PLUGINS.items():
    if path:
        mod = importlib.import_module(path)
        mod.setup(q)
