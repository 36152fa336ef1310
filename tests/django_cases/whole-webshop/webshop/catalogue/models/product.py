from django.db import models


class ProductQuerySet(models.QuerySet):
    def active(self):
        return self.filter(active=True)


class Named(models.Model):
    name = models.CharField(max_length=100)

    class Meta:
        abstract = True
        ordering = ["name"]


class Product(Named):
    active = models.BooleanField(default=True)
    objects = ProductQuerySet.as_manager()

    class Meta(Named.Meta):
        verbose_name_plural = "products"

    def save(self, *args, **kwargs):
        from ..late import after_save

        super().save(*args, **kwargs)
        after_save.delay(self.pk)
