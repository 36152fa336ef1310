from django.db import models
class A(models.Model):
    class Meta:
        _own = 1
        __other = 2
