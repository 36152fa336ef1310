from django.contrib.auth import get_user_model
from celery import shared_task


@shared_task
def clean():
    pass

Person = get_user_model()
