from celery import Celery

other = Celery('other')


@other.task
def a():
    return 1
