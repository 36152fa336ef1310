from django.contrib.auth.models import AbstractUser
class P(AbstractUser): pass
