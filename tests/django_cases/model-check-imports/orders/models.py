from django.db import models


class Order(models.Model):
    @classmethod
    def check(cls, **kwargs):
        from . import jobs

        return super().check(**kwargs)
