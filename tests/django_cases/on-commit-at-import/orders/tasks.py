from celery import shared_task
from django.db import transaction
def make():
    @shared_task(name="made")
    def made(): pass
transaction.on_commit(make)
@shared_task
def ship(): pass
