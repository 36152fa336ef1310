from django.db import models
class a(models.Model):
    class Meta: app_label = "orders"
