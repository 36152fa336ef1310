from django.conf import settings
from django.db import models

from webshop.catalogue.models import Product


class Order(models.Model):
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    products = models.ManyToManyField(Product)
