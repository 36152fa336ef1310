from django.db import models


class Order(models.Model):
    paper = models.FileField()
