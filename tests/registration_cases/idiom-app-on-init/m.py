from celery import Celery, Task, shared_task, signals

q = Celery('m')


class A(Celery):
    def on_init(self):
        self.task(name='oi.t')(f)


def f():
    return 1


z = A('z')
