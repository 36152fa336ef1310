from django.db import models
class A(models.Model):
    a = models.AutoField(primary_key=True)
    b = models.AutoField()
