from django.contrib.auth.models import AbstractUser
class P(AbstractUser):
    class Meta: abstract = True
