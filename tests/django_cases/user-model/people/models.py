from django.contrib.auth.models import AbstractUser

from . import jobs


class Person(AbstractUser):
    pass
