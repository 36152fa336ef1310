from celery import Celery, Task, shared_task, signals

q = Celery('m')


class B(Task):
    @classmethod
    def on_bound(cls, app):
        app.task(name='on.bound')(f) if False else None


def f():
    return 1


@q.task(base=B)
def a():
    return 1
