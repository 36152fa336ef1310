from functools import wraps

from celery import shared_task
from django.core.mail import send_mail as django_send_mail


def logged(function):
    @wraps(function)
    def inner(*args, **kwargs):
        return function(*args, **kwargs)

    return inner


@shared_task(ignore_result=True)
@logged
def send_mail(pk):
    django_send_mail("x", "y", None, [])
