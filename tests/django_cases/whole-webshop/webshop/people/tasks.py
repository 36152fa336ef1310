from celery import shared_task
from django.contrib.auth import get_user_model

User = get_user_model()


@shared_task()
def count_people():
    """A pointless Celery task to demonstrate usage."""
    return User.objects.count()


@shared_task(bind=True, max_retries=3, autoretry_for=(OSError,))
def welcome(self, pk: int) -> None:
    pass
