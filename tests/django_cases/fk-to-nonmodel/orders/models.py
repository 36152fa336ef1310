from django.db import models
class X: pass
class A(models.Model):
    b = models.ForeignKey(X, models.CASCADE)
