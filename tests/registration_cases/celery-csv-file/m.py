from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


import csv
import os

with open(os.path.join(os.path.dirname(__file__), 't.csv'), newline='') as h:
    for row in csv.DictReader(h):
        if row['on'] == 'yes':
            q.task(name='csv.' + row['name'])(f)
