from celery import Celery

other = Celery('other')


@other.task(shared=False)
def b():
    return 1
