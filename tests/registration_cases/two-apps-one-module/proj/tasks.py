from celery import Celery

first = Celery('first')
second = Celery('second')


@first.task(shared=False)
def a():
    return 1


@second.task(shared=False)
def b():
    return 1
