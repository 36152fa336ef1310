from celery import Celery

other = Celery("other")


@other.task
def on_other():
    pass
