from celery import Celery, Task, shared_task

q = Celery('m')


class B(Task):
    def run(self):
        return 1


q.register_task(B())
