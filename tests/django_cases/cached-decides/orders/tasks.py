from celery import shared_task
from django.core.cache import cache

if cache.get("limit"):

    @shared_task
    def perhaps():
        pass


@shared_task
def ship():
    pass
