from celery import Celery, Task, shared_task

q = Celery('m')


class B(Task):
    @property
    def name(self):
        return 'prop'


@q.task(base=B)
def a():
    return 1
