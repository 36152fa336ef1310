from django.core.management.base import BaseCommand

from celery import shared_task


@shared_task
def task_of_a_command():
    pass


class Command(BaseCommand):
    pass
