from django.db import models


class MoneyField(models.IntegerField):
    def check(self, **kwargs):
        from . import jobs

        return super().check(**kwargs)

    def contribute_to_class(self, cls, name, **kwargs):
        from . import other

        super().contribute_to_class(cls, name, **kwargs)


class Order(models.Model):
    price = MoneyField()
