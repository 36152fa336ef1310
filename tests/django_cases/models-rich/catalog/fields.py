from django.core.exceptions import ValidationError
from django.db import models

class UpperField(models.CharField):
    description = "Upper"
    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = 104
        super().__init__(*args, **kwargs)
    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs
    def get_prep_value(self, value):
        return value.upper()

class Money(models.DecimalField):
    def __init__(self, verbose_name=None, **kw):
        kw.setdefault("max_digits", 9)
        kw.setdefault("decimal_places", 2)
        super().__init__(verbose_name, **kw)

def not_zero(value):
    if not value:
        raise ValidationError("zero")
