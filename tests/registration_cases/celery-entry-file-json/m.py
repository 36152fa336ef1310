from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


import json
from pathlib import Path

for spec in json.loads((Path(__file__).parent / 'tasks.json').read_text()):
    q.task(name=spec['name'], bind=spec.get('bind', False))(f)
