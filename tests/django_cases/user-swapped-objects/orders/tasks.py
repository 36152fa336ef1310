from celery import shared_task
from django.contrib.auth.models import User
ALL = User.objects.all()
@shared_task
def ship(): pass
