from celery import Task
from proj.tasks import queue


T = type('T', (Task,), {'name': 'typed.t', 'run': lambda self: 1})
queue.register_task(T())
