from django.db import migrations

from celery import shared_task


@shared_task
def task_of_a_migration():
    pass


class Migration(migrations.Migration):
    initial = True
