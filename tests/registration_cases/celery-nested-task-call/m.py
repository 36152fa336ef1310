from celery import Celery, Task, shared_task

q = Celery('m')


@q.task
def outer():
    @q.task
    def inner():
        return 1
    return inner


outer()
