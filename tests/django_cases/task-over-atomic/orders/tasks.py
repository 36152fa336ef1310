from celery import shared_task
from django.db import transaction
from django.utils import translation


@shared_task
@transaction.atomic
def one():
    pass


@shared_task
@transaction.atomic(using="default")
def two():
    pass


@shared_task
@translation.override("de")
def three():
    pass


with transaction.atomic if False else translation.override("en"):

    @shared_task
    def four():
        pass
