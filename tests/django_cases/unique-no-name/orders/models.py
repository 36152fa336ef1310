from django.db import models
class A(models.Model):
    n = models.IntegerField()
    class Meta:
        constraints = [models.UniqueConstraint(fields=["n"])]
