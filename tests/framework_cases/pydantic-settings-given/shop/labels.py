from celery import shared_task

from shop.settings import settings


@shared_task(name=f"labels.print_{len(settings.LANGUAGES)}")
def print_label(text: str):
    return settings.printer.host, text
