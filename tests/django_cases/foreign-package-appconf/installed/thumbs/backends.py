from celery import shared_task
from django.conf import settings


class Simple:
    pass


class Async:
    pass


@shared_task(name=f"{settings.THUMBS_PREFIX}.generate")
def generate():
    pass
