from django.db import models
class A(models.Model):
    a = models.CharField(max_len=10)
