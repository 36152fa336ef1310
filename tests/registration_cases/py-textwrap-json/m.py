from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


import json

cfg = json.loads('{"tasks": ["j1", "j2"], "on": true}')
if cfg['on']:
    for n in cfg['tasks']:
        q.task(name=n)(f)
