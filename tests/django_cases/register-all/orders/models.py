from django.db import models
class A(models.Model):
    n = models.IntegerField()
class B(models.Model):
    a = models.ForeignKey(A, models.CASCADE)
