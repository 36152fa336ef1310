from celery import shared_task
from django.contrib.auth import get_user_model
from django.core.mail import send_mail

User = get_user_model()

@shared_task(autoretry_for=(Exception,), retry_backoff=True)
def welcome(user_id):
    user = User.objects.get(pk=user_id)
    send_mail("Hi", "welcome", None, [user.email])
