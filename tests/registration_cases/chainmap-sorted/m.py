from celery import Celery, Task, shared_task

q = Celery('m')


D = {'b': 1, 'a': 2}
for i, k in enumerate(sorted(D, key=D.get, reverse=True)):
    def f():
        return 1
    q.task(name=f'{i}{k}')(f)
