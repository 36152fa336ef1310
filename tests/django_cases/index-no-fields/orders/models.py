from django.db import models
class A(models.Model):
    n = models.IntegerField()
    class Meta:
        indexes = [models.Index(name="x")]
