from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


i = 0
while i < 5:
    i += 1
    if i % 2:
        continue
    q.task(name=f'w{i}')(f)
else:
    q.task(name='done')(f)
