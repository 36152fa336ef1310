from django.db import models
class A(models.Model):
    n = models.IntegerField()
    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(n__gt=0), name="c")]
