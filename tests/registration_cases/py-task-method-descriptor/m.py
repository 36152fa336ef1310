from celery import Celery, Task, shared_task

q = Celery('m')


class Svc:
    @q.task(name='svc.run')
    def run(x):
        return x


class Sub(Svc):
    pass
