from django.db import models
from django.db.models import options
options.DEFAULT_NAMES = options.DEFAULT_NAMES + ("es_index",)
class A(models.Model):
    class Meta:
        es_index = "x"
