from celery import Celery, Task, shared_task

q = Celery('m')


from celery import bootsteps


class S(bootsteps.StartStopStep):
    def __init__(self, parent, **kw):
        super().__init__(parent, **kw)
        q.task(name='step.init')(f)


q.steps['worker'].add(S)


def f():
    return 1
