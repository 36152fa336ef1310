from django.db import models
class Base(models.Model):
    n = models.IntegerField()
class A(Base):
    n = models.CharField(max_length=3)
