from celery import Celery, Task, shared_task

q = Celery('m')


from celery.exceptions import Ignore, Reject, SoftTimeLimitExceeded


@q.task(throws=(Ignore, Reject))
def a():
    return 1
