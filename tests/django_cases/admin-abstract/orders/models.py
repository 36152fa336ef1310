from django.db import models
class A(models.Model):
    class Meta: abstract = True
