from celery import Celery, Task, shared_task, signals

q = Celery('m')


@q.task
def a():
    return 1


from celery.worker.control import Panel


@Panel.register
def my_command(state):
    return 1
