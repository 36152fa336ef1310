from celery import Celery, Task, shared_task, signals

q = Celery('m')


class A(Task):
    name = 'same'

    def run(self):
        return 1


class B(A):
    pass


q.register_task(A())
q.register_task(B())
