from celery import shared_task
from django.conf import settings
from django.db import transaction


@shared_task
@transaction.atomic
def recount():
    pass


for provider in settings.PAYMENT_PROVIDERS:

    @shared_task(name=f"stock.settle_{provider}")
    def settle():
        pass


if settings.FEATURES["refunds"]:

    @shared_task
    def restock():
        pass


if settings.FEATURES.get("gifts"):

    @shared_task
    def wrap():
        pass
