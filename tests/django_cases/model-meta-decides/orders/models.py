from django.db import models


class Exported(models.Model):
    class Meta:
        abstract = True


class Order(Exported):
    number = models.IntegerField()


class Parcel(Exported):
    class Meta:
        app_label = "orders"
        verbose_name = "box"


class Note(models.Model):
    text = models.TextField()
