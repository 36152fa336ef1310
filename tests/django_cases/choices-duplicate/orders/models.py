from django.db import models
class K(models.TextChoices):
    A = "a", "A"
    B = "a", "B"
