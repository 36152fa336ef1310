from django.contrib.auth.models import AbstractUser
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Person(AbstractUser):
    class Kind(models.TextChoices):
        GUEST = "guest", _("Guest")
        STAFF = "staff", _("Staff")

    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.GUEST)
    first_name = None

    def get_absolute_url(self):
        return reverse("people:detail", kwargs={"username": self.username})
