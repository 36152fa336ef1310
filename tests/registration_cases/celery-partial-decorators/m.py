from celery import Celery, Task, shared_task

q = Celery('m')


from functools import partial, wraps


def retrying(fn=None, *, times=3, app=q):
    if fn is None:
        return partial(retrying, times=times, app=app)

    @wraps(fn)
    def inner(*a, **k):
        return fn(*a, **k)
    return app.task(autoretry_for=(Exception,), max_retries=times)(inner)


@retrying
def a():
    return 1


@retrying(times=5)
def b():
    return 1
