import not_there_at_all
from celery import shared_task


@shared_task
def ship():
    pass
