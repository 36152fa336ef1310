from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


from pathlib import Path

for line in Path(__file__).with_name('t.txt').read_text().splitlines():
    line = line.partition('#')[0].strip()
    if line:
        q.task(name=line)(f)
