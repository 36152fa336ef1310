from django.db import models
class Base(models.Model):
    n = models.IntegerField()
    class Meta: abstract = True
class A(Base):
    n = models.CharField(max_length=3)
class B(Base):
    n = None
