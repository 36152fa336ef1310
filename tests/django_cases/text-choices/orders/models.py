from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    OPEN = "open", _("Open")
    CLOSED = "closed"


class Level(models.IntegerChoices):
    LOW = 1, "low"
    HIGH = 2, "high"


DEFAULT = State.OPEN.value
NAMES = [label for _, label in State.choices]


class Order(models.Model):
    state = models.CharField(choices=State.choices, default=State.OPEN, max_length=State.OPEN.label and 9)
