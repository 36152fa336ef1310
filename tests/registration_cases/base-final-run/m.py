from celery import Celery, Task, shared_task

q = Celery('m')


class B(Task):
    def run(self, *a):
        return 2


@q.task(base=B)
def a():
    return 1
