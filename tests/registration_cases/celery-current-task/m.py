from celery import Celery, Task, shared_task

q = Celery('m')


from celery import current_task


@q.task
def a():
    return current_task.request.id
