from django.db import models
class A(models.Model): pass
class P(A):
    x = models.IntegerField()
    class Meta: proxy = True
