from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


import configparser
from pathlib import Path

c = configparser.ConfigParser()
c.read(Path(__file__).with_name('t.ini'))
for n in c['tasks']:
    if c.getboolean('tasks', n):
        q.task(name='ini.' + n)(f)
