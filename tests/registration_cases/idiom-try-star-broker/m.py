from celery import Celery, Task, shared_task, signals

q = Celery('m')


try:
    q.connection().ensure_connection(max_retries=0)
except Exception:
    pass


@q.task
def a():
    return 1
