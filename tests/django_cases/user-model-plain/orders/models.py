from django.db import models
class P(models.Model):
    name = models.CharField(max_length=3)
