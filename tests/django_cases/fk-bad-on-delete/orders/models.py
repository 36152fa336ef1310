from django.db import models
class A(models.Model):
    b = models.ForeignKey("A", on_delete="CASCADE")
